"""What a chip of the mode bar shows: a mode on the loaded model, or Auto and what it would pick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from desktop.settings import mode_advice
from desktop.theme import Theme, temperature_colour, visible
from models.texts import Phrasebook, figure

if TYPE_CHECKING:
    from models.sampling import Preset

AUTO_KEYS = "Alt+A"

_NAME_SHOWN = 16  # characters of a name of the user's own, which may be long


@dataclass(frozen=True)
class Warmth:
    """A temperature, and the marks of the model that give it its colour."""

    temperature: float
    caution_from: float
    breaks_down_from: float

    def colour(self, theme: Theme) -> QColor:
        """Return the colour of the temperature."""
        return temperature_colour(theme, self.temperature, self.caution_from, self.breaks_down_from)


@dataclass(frozen=True)
class ModeFace:
    """Name and icon of a mode, the sentences about it and its keys; without `warmth` it has no colour of its own."""

    id: str
    name: str
    icon: str
    advice: tuple[str, ...]
    keys: str
    warmth: Warmth | None = None
    colour: str = ""
    """The user's own, as "#rrggbb", in place of that of the temperature."""

    @property
    def coloured(self) -> bool:
        """Whether the mode has a colour that says something."""
        return self.warmth is not None or bool(self.colour)

    def tint(self, theme: Theme) -> QColor:
        """Return the colour of icon and frame."""
        if self.colour:
            return visible(QColor(self.colour), theme)
        return theme.colour("muted") if self.warmth is None else self.warmth.colour(theme)


def face_of(preset: Preset, *, say: Phrasebook) -> ModeFace:
    """Return the face of a mode on a model."""
    mode, own = preset.mode, preset.own
    advice = mode_advice(say, preset)
    if own is not None:
        name = own.name if len(own.name) <= _NAME_SHOWN else f"{own.name[: _NAME_SHOWN - 1].rstrip()}…"
        whole = own.name if name != own.name else ""
        return ModeFace(own.id, name, mode.icon, (whole, *advice), "", _warmth(preset), own.colour)
    return ModeFace(mode.id, say(mode.name_text), mode.icon, advice, f"Alt+{mode.shortcut}", _warmth(preset))


def auto_face(routed: Preset | None, temperature: float, *, say: Phrasebook) -> ModeFace:
    """Return the face of Auto: with the mode that it picks and the temperature where there is a question."""
    from models.catalog import AUTO  # not with the window's first frame

    advice = (say("mode.auto.description"), say("mode.auto.overrule"))
    if routed is None:
        return ModeFace(AUTO, say("mode.auto.name"), "mode-auto", advice, AUTO_KEYS)
    name = say("mode.auto.routed", mode=say(routed.mode.name_text), temperature=figure(temperature))
    warmth = Warmth(temperature, routed.caution_from, routed.breaks_down_from)
    return ModeFace(AUTO, name, "mode-auto", (*advice, *mode_advice(say, routed)), AUTO_KEYS, warmth)


def _warmth(preset: Preset) -> Warmth:
    return Warmth(preset.settings.temperature, preset.caution_from, preset.breaks_down_from)
