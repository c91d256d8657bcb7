"""The bar at the composer's place that says of a chat that it cannot be changed here, or is not kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.theme import ICON_SIZE, Role, Theme, icon, set_role, tooltip
from models.texts import Phrasebook

_PADDING = 12
_GAP = 8


class KeepingBar(QFrame):
    """One sentence; beside a chat that cannot be changed, two ways to go on."""

    copy_requested = Signal()
    new_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._say = say
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for text_id, help_id, signal, role in (
            ("keeping.copy", "keeping.copy.help", self.copy_requested, Role.PRIMARY),
            ("keeping.new", "keeping.new.help", self.new_requested, None),
        ):
            button = QPushButton(say(text_id))
            button.setAccessibleDescription(say(help_id))
            button.setToolTip(tooltip(say(help_id)))
            button.clicked.connect(signal)
            if role is not None:
                set_role(button, role)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(_GAP)
        column.addWidget(self._text)
        column.addWidget(self._buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(_PADDING, _GAP, _PADDING, _GAP)
        whole.setSpacing(_GAP)
        whole.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(column, 1)
        self.apply_theme(theme)

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._text.text()

    def show_locked(self) -> None:
        """Say that the chat can only be read, and offer to go on beside it."""
        self._show(self._say("keeping.locked"), buttons=True)

    def show_unkept(self) -> None:
        """Say that the chat ends with the program."""
        self._show(self._say("keeping.unkept"), buttons=False)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._icon.setPixmap(icon("info", theme.colour("accent")).pixmap(ICON_SIZE))

    def _show(self, text: str, *, buttons: bool) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        self._buttons.setVisible(buttons)
        self.show()
