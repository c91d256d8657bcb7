"""The floating button that leads to the end of the conversation."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.conversation.transcript.view import Say
from desktop.theme import Theme, icon

_SIDE: Final = 36
_ABOVE: Final = 14  # the lower edge


class JumpButton(QToolButton):
    """A round button at the lower edge of `area`; whoever makes it shows and hides it."""

    def __init__(self, area: QWidget, *, say: Say, theme: Theme) -> None:
        super().__init__(area)
        self._area = area
        self.setFixedSize(_SIDE, _SIDE)
        self.setIconSize(QSize(20, 20))
        self.retranslate(say)
        self.apply_theme(theme)
        self.hide()

    def retranslate(self, say: Say) -> None:
        """Speak another language."""
        self.setAccessibleName(say("transcript.jump"))
        self.setToolTip(say("transcript.jump"))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIcon(icon("chevron-down", theme.colour("text")))
        self.setStyleSheet(
            f"QToolButton {{ background: {theme.raised}; border: 1px solid {theme.border};"
            f" border-radius: {_SIDE // 2}px; padding: 0; }}"
            f" QToolButton:hover {{ background: {theme.hover}; }}"
            f" QToolButton:focus {{ border: 2px solid {theme.accent}; }}"
        )

    def settle(self) -> None:
        """Go to the place at the parent's lower edge."""
        self.move((self._area.width() - _SIDE) // 2, self._area.height() - _SIDE - _ABOVE)
        self.raise_()
