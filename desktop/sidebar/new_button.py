"""The button that begins a conversation."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPushButton

from desktop.theme import ICON_SIZE, tooltip
from models.texts import Phrasebook


class NewButton(QPushButton):
    """Says what it does in fewer words where the sidebar is narrow: a push button would cut them."""

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._texts = tuple(f" {say(name)}" for name in ("sidebar.new", "sidebar.new.short"))  # the space is a gap
        self.setAccessibleName(say("sidebar.new"))
        self.setStyleSheet("QPushButton { text-align: left; }")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        key = QKeySequence(QKeySequence.StandardKey.New).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(tooltip(say("sidebar.new.help", key=key)))
        self.setText(self._texts[0])

    def sizeHint(self) -> QSize:
        """Ask for the room of all words, whichever are shown."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        return hint + QSize(metrics.horizontalAdvance(self._texts[0]) - metrics.horizontalAdvance(self.text()), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the words that fit."""
        super().resizeEvent(event)
        fits = self.width() >= self.sizeHint().width()
        self.setText(self._texts[0 if fits else 1])
