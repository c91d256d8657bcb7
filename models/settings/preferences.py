"""What the user chose for the window, and what the window remembers of its last use."""

from dataclasses import dataclass
from enum import StrEnum

from models.settings.declare import choice, number, switch, text


class Appearance(StrEnum):
    """Light or dark; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Language(StrEnum):
    """The language of the window; SYSTEM follows the desktop."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class WorkAhead(StrEnum):
    """When the engine computes the next prompt before it is sent."""

    ALWAYS = "always"
    PLUGGED_IN = "plugged_in"  # not on battery
    NEVER = "never"


class CalmAnswers(StrEnum):
    """Whether answers are cooler and shorter while the memory of the device is nearly full."""

    ASK = "ask"  # once
    YES = "yes"
    NO = "no"


class OldThinking(StrEnum):
    """Which of its earlier thinking a model is told again."""

    NONE = "none"  # as the authors of thinking models recommend
    NEWEST = "newest"
    ALL = "all"


@dataclass(frozen=True)
class Preferences:
    """The user's preferences. Labels and help texts: `setting.<name>.label` and `.help`."""

    theme: Appearance = choice(Appearance.SYSTEM)  # noqa: RUF009 - it returns a dataclass field
    language: Language = choice(Language.SYSTEM)  # noqa: RUF009 - it returns a dataclass field
    font_scale: float = number(1.0, low=0.8, high=2.0, step=0.1)
    """The size of all text, as a factor of the desktop's own."""
    enter_sends: bool = switch(default=True)
    """Whether Enter sends and Shift+Enter breaks the line; else Ctrl+Enter sends."""
    work_ahead: WorkAhead = choice(WorkAhead.PLUGGED_IN)  # noqa: RUF009 - it returns a dataclass field
    old_thinking: OldThinking = choice(OldThinking.NONE)  # noqa: RUF009 - it returns a dataclass field
    calm_answers: CalmAnswers = choice(CalmAnswers.ASK)  # noqa: RUF009 - it returns a dataclass field
    last_model: str | None = text(None, shown=False)
    """The path of the model that was loaded last; None: the starter."""
    sidebar_open: bool = switch(default=True, shown=False)
    settings_panel_open: bool = switch(default=False, shown=False)
    window_geometry: str | None = text(None, shown=False)
    """Size and place of the window, as Qt saves them, in base64."""
