"""The field in which words are typed that conversations are searched for."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.theme import Theme, ToolButton, icon, tooltip
from models.texts import Phrasebook

_PAUSE_MS = 60
_ICON = 16
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}
SEARCH_KEYS = "Ctrl+Shift+F"
"""The keys that put the focus into the field."""


class SearchField(QLineEdit):
    """Tells what to search for when the typing pauses; keys that move go to the list of what was found."""

    searched = Signal(str)  # "" for nothing any more
    moved = Signal(int)  # rows
    entered = Signal(str)  # open what is chosen of what these words were found in
    left = Signal()  # the user is done searching

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._picture = QLabel()
        self._clear = ToolButton("close", name=say("sidebar.search.clear"), theme=theme)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.hide()
        self._lay_out()
        key = QKeySequence(SEARCH_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(say("sidebar.search"))
        self.setAccessibleName(say("sidebar.search.name"))
        self.setToolTip(tooltip(say("sidebar.search.help", key=key)))
        self.textChanged.connect(self._on_changed)
        self._timer.timeout.connect(self._tell)
        self._clear.clicked.connect(self.leave)
        self.apply_theme(theme)

    @property
    def words(self) -> str:
        """What is searched for, "" for nothing."""
        return self._told

    def leave(self) -> None:
        """Search for nothing any more."""
        self.clear()
        self._tell()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in what was found, open it, leave, or type."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._tell()
            self.moved.emit(step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
            self.entered.emit(self._told)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._picture.setPixmap(
            icon("search", theme.colour("muted")).pixmap(QSize(_ICON, _ICON), self.devicePixelRatio())
        )
        self._clear.apply_theme(theme)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 5, 0)
        row.addWidget(self._picture)
        row.addStretch(1)
        row.addWidget(self._clear)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextMargins(_ICON + 5, 0, _ICON + 5, 0)

    def _on_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._timer.start()

    def _tell(self) -> None:
        self._timer.stop()
        words = self.text().strip()
        if words != self._told:
            self._told = words
            self.searched.emit(words)
