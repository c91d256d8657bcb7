"""The style sheet of the whole program: `resources/themes/window.qss` with a theme's colours and the text size."""

from dataclasses import asdict
from string import Template

from PySide6.QtCore import QDir

from desktop.theme.colours import Theme
from desktop.theme.fonts import SMALL, TITLE, text_size
from desktop.theme.scale import mixed
from models.resources import resource

_CONTROL = 20  # height of a control without border and padding, at text scale 1
_SMALL_CONTROL = 18
_ITEM = 28  # height of a row in a pop-up list


def stylesheet(theme: Theme, font_scale: float = 1.0) -> str:
    """Return the style sheet; `font_scale` (1 = normal) sizes the texts and the controls that hold them."""
    # Qt finds the little pictures of the style sheet by this prefix, whatever the folder's name has in it.
    QDir.setSearchPaths("theme", [str(resource("themes"))])
    template = Template(resource("themes", "window.qss").read_text("utf-8"))
    return template.substitute(_colours(theme), **_sizes(font_scale))


def _colours(theme: Theme) -> dict[str, str]:
    named = {name: value for name, value in asdict(theme).items() if isinstance(value, str)}
    accent, surface, text = theme.colour("accent"), theme.colour("surface"), theme.colour("text")
    return named | {
        "theme": theme.name,
        "field": theme.raised if theme.dark else theme.surface,
        "accent_hover": mixed(accent, text, 0.12).name(),
        "accent_pressed": mixed(accent, text, 0.24).name(),
        "thumb": mixed(surface, theme.colour("faint"), 0.5).name(),
    }


def _sizes(scale: float) -> dict[str, int]:
    return {
        "small": text_size(SMALL, scale),
        "title": text_size(TITLE, scale),
        "control": round(_CONTROL * scale),
        "small_control": round(_SMALL_CONTROL * scale),
        "item": round(_ITEM * scale),
    }
