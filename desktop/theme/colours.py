"""The colours of the light and the dark theme, and the four anchors of the scale on which colour is temperature."""

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Theme:
    """Every colour of the window, as `#rrggbb`.

    Texts (`text`, `muted`, `accent`, `caution`, `danger`, `good`) have a WCAG contrast of 4.5 or more on `window`,
    `surface`, `raised`, `hover`, `selected` and `user_bubble`; `tests/theme` holds them to it.
    """

    name: str
    dark: bool
    window: str  # behind everything; sidebar and settings panel
    surface: str  # the conversation
    raised: str  # cards, the composer, code blocks, menus
    hover: str
    selected: str  # the chosen row
    border: str
    text: str
    muted: str  # secondary text
    faint: str  # decoration and disabled text
    accent: str  # links, focus, the main button
    on_accent: str
    user_bubble: str
    selection: str  # behind selected text
    caution: str  # amber
    danger: str  # red
    good: str
    cool: str  # the temperature scale: 0
    neutral: str  # the middle of it
    warm: str  # caution
    hot: str  # breaks down

    def colour(self, name: str) -> QColor:
        """Return one of the colours as a QColor."""
        return QColor(getattr(self, name))


LIGHT = Theme(
    name="light",
    dark=False,
    window="#f4f5f7",
    surface="#ffffff",
    raised="#f7f8fa",
    hover="#e9ebef",
    selected="#dfe5f0",
    border="#dcdfe5",
    text="#1c1f26",
    muted="#5b6270",
    faint="#9aa1ad",
    accent="#2a5bc8",
    on_accent="#ffffff",
    user_bubble="#eaf0fb",
    selection="#b9d0fb",
    caution="#8c5800",
    danger="#b82d26",
    good="#226f3d",
    cool="#3b7dd8",
    neutral="#6f9a94",
    warm="#e09a1f",
    hot="#d9463d",
)

DARK = Theme(
    name="dark",
    dark=True,
    window="#16181d",
    surface="#1b1e24",
    raised="#23272f",
    hover="#2a2f38",
    selected="#303847",
    border="#333944",
    text="#e6e8ec",
    muted="#a2a9b5",
    faint="#6b7380",
    accent="#7aa5ff",
    on_accent="#10131a",
    user_bubble="#26324a",
    selection="#2f4f8f",
    caution="#e5b04d",
    danger="#f28a82",
    good="#6fc48d",
    cool="#5b9bf0",
    neutral="#84aba5",
    warm="#e5ab3f",
    hot="#ec6a60",
)
