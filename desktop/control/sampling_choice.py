"""What the next answer will be sampled with: the mode, and what the user changed on top of it, on this model."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.control.own_modes import OwnModes
from models.catalog import AUTO, Family, default_mode, family, mode
from models.engine import Loaded
from models.history import SamplingOverrides
from models.presets import as_preset, is_own
from models.record import ModeSource
from models.sampling import (
    Adapted,
    FileSampling,
    MeasuredBands,
    Preset,
    SamplingSettings,
    authors_settings,
    changed_fields,
    overrides_between,
    preset,
    with_sections,
)


@dataclass(frozen=True)
class Resolved:
    """What a choice comes to for one question: a mode on the model, the settings, and who chose the mode."""

    preset: Preset
    settings: SamplingSettings
    source: ModeSource
    adapted: tuple[Adapted, ...] = ()
    """What was changed of the settings that were chosen, and why."""


class SamplingChoice(QObject):
    """The mode and the overrides of the conversation on screen, and what they come to on the loaded model.

    In Auto the mode follows the question that is typed; between two questions it stays what it was for the last one.
    `own` are the user's own modes, `measured` the bands that were measured here.
    """

    changed = Signal()  # something to show is different
    chosen = Signal(str, SamplingOverrides)  # the user chose: to be saved with the conversation

    def __init__(self, measured: MeasuredBands | None = None) -> None:
        super().__init__()
        self.measured = measured
        self._model = ""
        self.wanted = AUTO
        """The id of the mode that the user chose, also where another one stands in."""
        self.own = OwnModes(self)
        self.own.changed.connect(self.changed)
        self._followed = default_mode().id  # where Auto stands
        self._reads_question = False
        self._overrides = SamplingOverrides()
        self._family: Family = family("generic")
        self._file_sampling: FileSampling | None = None
        self.calm = False  # memory is nearly full, and the user wants calmer answers then

    @property
    def mode(self) -> str:
        """The id of the mode that the user chose, or `AUTO`.

        In place of a mode of the user's own that is gone, or for other models, it is the built-in one it stood on.
        """
        return self.own.standing(self.wanted, self._family.id)

    @property
    def is_auto(self) -> bool:
        """Whether the mode follows the question."""
        return self.wanted == AUTO

    @property
    def routed(self) -> Preset | None:
        """What Auto picks for the question that is typed; None where there is none, or Auto is off."""
        return self.preset if self.is_auto and self._reads_question else None

    @property
    def overrides(self) -> SamplingOverrides:
        """What the user changed on top of the mode."""
        return self._overrides

    @property
    def preset(self) -> Preset:
        """What the mode, or the one where Auto stands, sets on the model."""
        return self.preset_of(self._followed if self.is_auto else self.mode)

    def preset_of(self, mode_id: str) -> Preset:
        """Return what any mode sets on the model."""
        own = self.own.get(mode_id)
        found = preset(own.base if own else mode_id, self._family, self._file_sampling)
        if self.measured is not None and self._model:
            found = replace(found, measured=self.measured.get(self._model, found.mode.id))
        return as_preset(own, found) if own else found

    @property
    def settings(self) -> SamplingSettings:
        """The settings of the next answer."""
        return with_sections(self._overrides.on(self.preset.settings), self.preset)

    @property
    def now(self) -> Resolved:
        """What the choice comes to at the moment."""
        return Resolved(self.preset, self.settings, ModeSource.AUTO if self.is_auto else ModeSource.USER)

    def for_question(self, text: str) -> Resolved:
        """Return what the choice comes to for a question."""
        if not self.is_auto:
            return self.now
        suited = self.preset_of(_suited(text))
        return Resolved(suited, with_sections(self._overrides.on(suited.settings), suited), ModeSource.AUTO)

    @property
    def is_changed(self) -> bool:
        """Whether the settings are not what the mode set."""
        return bool(changed_fields(self.settings, self.preset))

    def follow(self, question: str) -> None:
        """Let Auto go by the question that is typed; where there is none yet it stays where it was."""
        if not self.is_auto:
            return
        before = (self._followed, self._reads_question)
        self._reads_question = bool(question.strip())
        if self._reads_question:
            self._followed = _suited(question)
        if before != (self._followed, self._reads_question):
            self.changed.emit()

    def use_model(self, loaded: Loaded, file_sampling: FileSampling | None) -> None:
        """Go by a model's family, and by what its file advises."""
        self._family = family(loaded.model.family, thinks=loaded.thinks)
        self._file_sampling = file_sampling
        self._model = loaded.model.id
        self.changed.emit()

    def show(self, mode_id: str, overrides: SamplingOverrides, *, asked: str = "") -> None:
        """Show the choice of another conversation; a mode that does not exist any more becomes the default.

        `asked` is the last question of the conversation, where Auto begins.
        """
        self.wanted = _existing(mode_id)
        self._followed = _suited(asked if self.is_auto else "")
        self._reads_question = False
        self._overrides = overrides
        self.changed.emit()

    def choose_mode(self, mode_id: str) -> None:
        """Take a mode as it is: what was changed on the one before is dropped, but for whether temperatures adapt."""
        kept = dict(self._overrides.values).get("adapting")
        none = SamplingOverrides()
        self._set(mode_id, none if kept is None else none.with_value("adapting", kept))

    def reset(self) -> None:
        """Go back to what the mode sets."""
        self._set(self.wanted, SamplingOverrides())

    def take_authors_settings(self) -> None:
        """Put what the model's authors advise in place."""
        advised = authors_settings(self.settings, self._family)
        if advised is not None:
            self.take_settings(advised)

    def take_settings(self, settings: SamplingSettings) -> None:
        """Keep as overrides what is not as the mode set it.

        What was an override before and was not touched stays one, also where the mode of the moment sets the same: in
        Auto, or on another model, another one follows.
        """
        overrides, now = overrides_between(settings, self.preset), self.settings
        for name, value in self._overrides.values:
            if getattr(settings, name) == getattr(now, name):
                overrides = overrides.with_value(name, value)
        self._set(self.wanted, overrides)

    def _set(self, mode_id: str, overrides: SamplingOverrides) -> None:
        self.wanted, self._overrides = mode_id, overrides
        self.changed.emit()
        self.chosen.emit(mode_id, overrides)


def _existing(mode_id: str) -> str:
    try:
        return mode_id if mode_id == AUTO or is_own(mode_id) else mode(mode_id).id
    except KeyError:
        return default_mode().id


def _suited(question: str) -> str:
    """Return the mode that suits a question, the default one where there is none."""
    if not question.strip():
        return default_mode().id
    from models.routing import route  # not before there is a question: it loads what it learned

    return route(question).mode
