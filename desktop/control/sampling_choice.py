"""What the next answer will be sampled with: the mode, and what the user changed on top of it, on this model."""

from dataclasses import fields

from PySide6.QtCore import QObject, Signal

from models.catalog import Family, default_mode, family, mode
from models.engine import Loaded
from models.history import SamplingOverrides
from models.sampling import (
    FileSampling,
    Preset,
    SamplingSettings,
    authors_settings,
    changed_fields,
    preset,
)


class SamplingChoice(QObject):
    """The mode and the overrides of the conversation on screen, and what they come to on the loaded model."""

    changed = Signal()  # something to show is different
    chosen = Signal(str, SamplingOverrides)  # the user chose: to be saved with the conversation

    def __init__(self) -> None:
        super().__init__()
        self._mode = default_mode().id
        self._overrides = SamplingOverrides()
        self._family: Family = family("generic")
        self._file_sampling: FileSampling | None = None

    @property
    def mode(self) -> str:
        """The id of the mode."""
        return self._mode

    @property
    def overrides(self) -> SamplingOverrides:
        """What the user changed on top of the mode."""
        return self._overrides

    @property
    def preset(self) -> Preset:
        """What the mode sets on the model."""
        return self.preset_of(self._mode)

    def preset_of(self, mode_id: str) -> Preset:
        """Return what any mode sets on the model."""
        return preset(mode_id, self._family, self._file_sampling)

    @property
    def settings(self) -> SamplingSettings:
        """The settings of the next answer."""
        return self._overrides.on(self.preset.settings)

    @property
    def is_changed(self) -> bool:
        """Whether the settings are not what the mode set."""
        return bool(changed_fields(self.settings, self.preset))

    def use_model(self, loaded: Loaded, file_sampling: FileSampling | None) -> None:
        """Go by a model's family, and by what its file advises."""
        self._family = family(loaded.model.family, thinks=loaded.thinks)
        self._file_sampling = file_sampling
        self.changed.emit()

    def show(self, mode_id: str, overrides: SamplingOverrides) -> None:
        """Show the choice of another conversation; a mode that does not exist any more becomes the default."""
        try:
            self._mode = mode(mode_id).id
        except KeyError:
            self._mode = default_mode().id
        self._overrides = overrides
        self.changed.emit()

    def choose_mode(self, mode_id: str) -> None:
        """Take a mode as it is: what was changed on the one before is dropped."""
        self._set(mode_id, SamplingOverrides())

    def reset(self) -> None:
        """Go back to what the mode sets."""
        self._set(self._mode, SamplingOverrides())

    def take_authors_settings(self) -> None:
        """Put what the model's authors advise in place."""
        advised = authors_settings(self.settings, self._family)
        if advised is not None:
            self.take_settings(advised)

    def take_settings(self, settings: SamplingSettings) -> None:
        """Keep as overrides what is not as the mode set it."""
        differing = changed_fields(settings, self.preset)
        overrides = SamplingOverrides()
        for item in fields(settings):
            if item.name in differing:
                overrides = overrides.with_value(item.name, getattr(settings, item.name))
        self._set(self._mode, overrides)

    def _set(self, mode_id: str, overrides: SamplingOverrides) -> None:
        self._mode, self._overrides = mode_id, overrides
        self.changed.emit()
        self.chosen.emit(mode_id, overrides)
