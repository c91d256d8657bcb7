"""A quiet card below the welcome: while the small model answers, a better one is one click away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.theme import Role, set_role

_MARGIN = 16
_GAP = 12


class StarterOffer(QFrame):
    """One sentence and one button; hidden until there is something to offer. `taken` tells that it was pressed."""

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._button = QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, _GAP, _GAP, _GAP)
        row.setSpacing(_GAP)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._button)
        self._button.clicked.connect(self.taken)
        self.hide()

    def offer(self, sentence: str, action: str) -> None:
        """Show what is offered, or how far it is."""
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setAccessibleDescription(sentence)
        self.show()
