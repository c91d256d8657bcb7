"""The field in which a question is typed: grows with the text, sends by key, takes plain text only."""

from collections.abc import Callable
from math import ceil
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from desktop.conversation.wrapping import put_in

LONG_PASTE = 2500
"""Characters from which on a pasted text becomes a file."""
MOST_TEXT = 100_000
"""Characters that the field takes: more would make every key wait, since Qt lays out a line as a whole."""

_MOST_LINES = 8
_SLACK = 1  # without it Qt believes that the last line is cut, and scrolls
_AS_TEXT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BARE = "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: transparent; padding: 0px; }"


class QuestionEdit(QPlainTextEdit):
    """Emits what the keys ask for and leaves the text alone. While an input method composes, keys belong to it.

    Pasted files and long pasted texts are signalled instead of inserted; with Shift, a text is inserted for which
    there is room. `undo_first` is asked before the text's own undo and says whether it undid something.
    """

    send_pressed = Signal()
    several_pressed = Signal()  # send, for several answers
    focus_changed = Signal()
    files_pasted = Signal(object)  # tuple[Path, ...]
    long_text_pasted = Signal(str)
    stepped_back = Signal()  # Backspace where there is nothing before the cursor

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enter_sends = True
        self._own_drop = False
        self.undo_first: Callable[[], bool] = lambda: False
        self.setStyleSheet(_BARE)  # the frame around it belongs to the composer
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().contentsChanged.connect(self._on_size_changed)

    def set_enter_sends(self, *, sends: bool) -> None:
        """Choose whether Enter sends and Shift+Enter breaks the line, or Ctrl+Enter sends and Enter breaks it."""
        self._enter_sends = sends

    def composing(self) -> bool:
        """Return whether an input method holds text that is not part of the question yet."""
        return bool(self.textCursor().block().layout().preeditAreaText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, break the line, or type."""
        if self.composing():
            super().keyPressEvent(event)
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # those around the field know whether there is something to stop
        elif event.matches(QKeySequence.StandardKey.Undo) and self.undo_first():
            event.accept()
        elif event.key() == Qt.Key.Key_V and event.modifiers() == _AS_TEXT:
            self.put_in(QGuiApplication.clipboard().text())
        elif event.key() not in _ENTER:
            self._step_back(event)
            super().keyPressEvent(event)
        elif event.modifiers() & _SEVERAL == _SEVERAL:
            self.several_pressed.emit()
        elif self._means_send(event.modifiers()):
            self.send_pressed.emit()
        else:
            self.insertPlainText("\n")
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802
        """Take text, but leave dropped files to the window, which opens models."""
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Insert plain text whatever else there is; hand over files and what is long."""
        files = tuple(Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile())
        text = source.text()
        if files:
            self.files_pasted.emit(files)
        elif len(text) > LONG_PASTE and not self._own_drop:
            self.long_text_pasted.emit(text)
        elif self._own_drop:
            put_in(self, text)
        else:
            self.put_in(text)

    def has_room_for(self, text: str) -> bool:
        """Return whether a text that is put in, in the place of what is selected, leaves the field quick."""
        cursor = self.textCursor()
        goes = cursor.selectionEnd() - cursor.selectionStart()
        return self.document().characterCount() - goes + len(text) <= MOST_TEXT

    def put_in(self, text: str) -> None:
        """Insert a text at the cursor, as one step that can be undone; signal it where there is no room for it."""
        if self.has_room_for(text):
            put_in(self, text)
        else:
            self.long_text_pasted.emit(text)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell text that only moves inside the field from text that comes in."""
        self._own_drop = event.source() in (self, self.viewport())
        super().dropEvent(event)
        self._own_drop = False

    def sizeHint(self) -> QSize:
        """Return the height of the text, at most that of eight lines."""
        return QSize(super().sizeHint().width(), ceil(self._shown_lines()[0]) + _SLACK)

    def minimumSizeHint(self) -> QSize:
        """Return a height that never makes the window higher than it is: the text may scroll."""
        return QSize(0, self.fontMetrics().lineSpacing() + _SLACK)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again: another width breaks other lines."""
        super().resizeEvent(event)
        self._on_size_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._on_size_changed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell, so that the frame around the field shows it."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell, so that the frame around the field shows it."""
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def _step_back(self, event: QKeyEvent) -> None:
        cursor = self.textCursor()
        if event.key() == Qt.Key.Key_Backspace and cursor.position() == 0 and not cursor.hasSelection():
            self.stepped_back.emit()

    def _means_send(self, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return True
        return self._enter_sends and not modifiers & Qt.KeyboardModifier.ShiftModifier

    def _on_size_changed(self) -> None:
        fits = self._shown_lines()[1]
        wanted = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self.verticalScrollBarPolicy() is not wanted:
            self.setVerticalScrollBarPolicy(wanted)
        self.updateGeometry()

    def _shown_lines(self) -> tuple[float, bool]:
        """Return the height of the lines that are shown, and whether they are all.

        The lines themselves are measured: Chinese makes them higher than the font says.
        """
        height = 0.0
        free = _MOST_LINES
        block = self.document().firstBlock()
        while block.isValid():
            whole = self.blockBoundingRect(block).height()  # lays the block out, so that its lines are known
            lines = max(block.lineCount(), 1)
            if lines > free:
                return height + whole * free / lines, False
            height += whole
            free -= lines
            block = block.next()
        return height, True
