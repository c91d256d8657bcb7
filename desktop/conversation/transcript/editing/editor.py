"""The field in which a message is changed, with its buttons."""

from math import ceil
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.conversation.transcript.editing.field import MessageField
from desktop.conversation.transcript.look import Look
from desktop.conversation.transcript.view import Say
from desktop.conversation.wrapping import show_text
from desktop.theme import Role, set_role, tooltip

_PADDING: Final = 10
_GAP: Final = 8
_BARE: Final = "QPlainTextEdit, QPlainTextEdit:focus { border: none; background: transparent; padding: 0px; }"
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST_LINES: Final = 2
_SLACK: Final = 4  # pixels; without it Qt believes that the last line is cut, and scrolls


class MessageEditor(QFrame):
    """Shows the source of a message to be changed: a question is saved and sent, an answer saved.

    Ctrl+Enter saves, Escape gives up; while an input method composes, keys belong to it. `resized` tells that another
    height is wanted.
    """

    saved = Signal(str)
    cancelled = Signal()
    resized = Signal()

    def __init__(self, text: str, *, is_answer: bool, say: Say, look: Look, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._look = look
        self.text_edit = MessageField()
        self.text_edit.setStyleSheet(_BARE)
        self.text_edit.setTabChangesFocus(True)
        self.text_edit.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text_edit.setAccessibleName(say("transcript.editor.answer" if is_answer else "transcript.editor.question"))
        self.text_edit.document().setDocumentMargin(0)
        self._usual_hint = say("transcript.editor.answer_hint" if is_answer else "transcript.editor.question_hint")
        self._hint = QLabel(self._usual_hint)
        self._hint.setWordWrap(True)
        set_role(self._hint, Role.HINT)
        self.cancel = QPushButton(say("transcript.editor.cancel"))
        set_role(self.cancel, Role.QUIET)
        self.save = QPushButton(say("transcript.editor.save" if is_answer else "transcript.editor.send"))
        set_role(self.save, Role.PRIMARY)
        keys = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self.save.setToolTip(tooltip(self.save.text(), keys))
        self.cancel.setToolTip(tooltip(self.cancel.text(), QKeySequence("Esc").toString()))
        self._lay_out()
        self.show_look(look)
        self.setFocusProxy(self.text_edit)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)
        self._show(text, width)
        self.text_edit.textChanged.connect(self._on_text_changed)
        self.text_edit.refused.connect(lambda: self._hint.setText(say("transcript.editor.too_long")))
        self.text_edit.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self.text_edit.installEventFilter(self)
        self._on_text_changed()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.text_edit.toPlainText()

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard belongs to the field or a button."""
        return any(part.hasFocus() for part in (self.text_edit, self.save, self.cancel))

    def wanted_height(self, most: int) -> int:
        """Return the height with which all of the text is seen, at most `most`."""
        text = max(self._text_height(most), _LEAST_LINES * self.text_edit.fontMetrics().lineSpacing()) + _SLACK
        buttons = max(self.save.sizeHint().height(), self._hint.sizeHint().height())
        return min(most, text + buttons + 2 * _PADDING + _GAP)

    def show_look(self, look: Look) -> None:
        """Take other colours and sizes."""
        self._look = look
        self.text_edit.setFont(look.body)
        palette = self.text_edit.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, look.theme.colour("muted"))
        self.text_edit.setPalette(palette)

    def sizeHint(self) -> QSize:
        """Return a size for a few lines."""
        return QSize(400, self.wanted_height(10_000))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up by Escape; keep every other key from the transcript below."""
        if event.key() == Qt.Key.Key_Escape and not self._composing():
            self.cancelled.emit()
        event.accept()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Save by Ctrl+Enter."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.text_edit:
            if self._composing():
                return False
            if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._on_save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.cancelled.emit()
                return True
        return False

    def _composing(self) -> bool:
        return bool(self.text_edit.textCursor().block().layout().preeditAreaText())

    def _text_height(self, most: int) -> int:
        """Return the height of the lines; where that is more than `most`, any number above it.

        The lines themselves are measured: Chinese makes them higher than the font says.
        """
        height, block = 0.0, self.text_edit.document().firstBlock()
        while block.isValid() and height <= most:
            height += self.text_edit.blockBoundingRect(block).height()
            block = block.next()
        return ceil(height)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP)
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING + 4, _PADDING, _PADDING, _PADDING)
        column.setSpacing(_GAP)
        column.addWidget(self.text_edit, 1)
        column.addLayout(buttons)

    def _show(self, text: str, width: int) -> None:
        """Show the text when font and width are known: a long one is laid out once."""
        self.resize(width, self.sizeHint().height())
        self.text_edit.ensurePolished()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        show_text(self.text_edit, text)

    def _on_save(self) -> None:
        if self.save.isEnabled():
            self.saved.emit(self.text)

    def _on_text_changed(self) -> None:
        self.save.setEnabled(bool(self.text.strip()))
        self._hint.setText(self._usual_hint)

    def _on_size_changed(self) -> None:
        self.resized.emit()
