"""One message that is being changed: its editor stays in the message's place, whatever moves."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.editing.editor import MessageEditor
from desktop.conversation.transcript.editing.field import has_room_for
from desktop.conversation.transcript.editing.unfinished import Unfinished
from desktop.conversation.transcript.layout import MESSAGE_GAP, outer_column
from desktop.conversation.transcript.stage import Stage

_MOST: Final = 0.7  # of the screen
_LEAST: Final = 120


class Editing(QObject):
    """Opens an editor over a message. `edited` brings its text; it stays open until `close`.

    `changed` comes when something else is `unfinished` than before.
    """

    edited = Signal(int, str)
    changed = Signal()
    given_up = Signal(int)

    def __init__(self, stage: Stage, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._stage = stage
        self._area = area
        self._message = 0
        self._before = ""
        self._unfinished: dict[int, Unfinished] = {}
        self.editor: MessageEditor | None = None
        self._settle = QTimer(self)  # the text has just been laid out in another width: not in the middle of that
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._on_resized)
        stage.reading.changed.connect(self._place)

    @property
    def message(self) -> int | None:
        """The message that is being changed, None where there is none."""
        return self._message if self.editor is not None else None

    @property
    def text(self) -> str:
        """What is typed, "" where nothing is being changed."""
        return self.editor.text if self.editor is not None else ""

    @property
    def unfinished(self) -> dict[int, Unfinished]:
        """What was typed into messages and neither saved nor given up, that in the open editor last."""
        typed = {} if self.editor is None or self.text == self._before else {self._message: self._typed()}
        return self._unfinished | typed

    def take_over(self, unfinished: Mapping[int, Unfinished]) -> None:
        """Go on with what was left elsewhere when one of these messages is opened."""
        self._unfinished |= unfinished

    def has_room_for(self, text: str) -> bool:
        """Return whether a text can be changed here; the window would stand still with one that is too long."""
        return has_room_for(text)

    def open(self, message: int, text: str) -> None:
        """Let the user change `text` in the place of a message, or go on where that was left.

        Raises KeyError for an unknown message.
        """
        self.leave()
        left = self._unfinished.pop(message, None)
        self._before, text = text, left.text if left is not None and left.before == text else text
        stage, around = self._stage, self._stage.flow.around
        item = stage.item(message)
        edge, width = self._column()
        editor = MessageEditor(
            text, is_answer=item.is_answer, say=around.say, look=around.look, parent=self._area.viewport(), width=width
        )
        self._message, self.editor = message, editor
        editor.saved.connect(self._on_saved)
        editor.cancelled.connect(self._on_cancelled)
        editor.text_edit.textChanged.connect(self.changed)
        editor.setGeometry(QRect(edge, 0, width, editor.sizeHint().height()))
        editor.resized.connect(self._settle.start)
        self._reserve()
        editor.show()
        rect = stage.rect(Target(message))
        stage.reading.show(rect.top(), rect.bottom())
        self._place()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Take the editor away."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        had_focus = editor.has_focus
        editor.hide()
        editor.deleteLater()
        if self._stage.flow.knows(self._message):
            with self._stage.reading.steady():
                self._stage.item(self._message).reserved = None
                self._stage.flow.measure(self._stage.flow.number(self._message))
        if had_focus:
            self._area.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def leave(self) -> None:
        """Take the editor away, but keep what was typed for the next time."""
        if self.editor is not None:
            self._unfinished = self.unfinished
        self.close()

    def look_anew(self) -> None:
        """Take the colours and sizes of the transcript."""
        if self.editor is not None:
            self.editor.show_look(self._stage.flow.around.look)
            self._reserve()

    def _typed(self) -> Unfinished:
        return Unfinished(self._before, self.text)

    def _column(self) -> tuple[int, int]:
        left, width = outer_column(self._stage.flow.around.look, self._stage.flow.width)
        return int(left), int(width)

    def _reserve(self) -> None:
        """Give the editor the room that its text needs."""
        if self.editor is None or not self._stage.flow.knows(self._message):
            return
        most = max(int(_MOST * self._stage.reading.screen), _LEAST)
        wanted = self.editor.wanted_height(most) + MESSAGE_GAP
        item, reading = self._stage.item(self._message), self._stage.reading
        if item.reserved == wanted:
            return
        following, reading.following = reading.following, False
        with reading.steady():
            item.reserved = wanted
            self._stage.flow.measure(self._stage.flow.number(self._message))
        reading.following = following and reading.is_at_end

    def _place(self) -> None:
        """Move the editor to where its message is now."""
        if self.editor is None or not self._stage.flow.knows(self._message):
            return
        left, width = self._column()
        top = self._stage.flow.top(self._stage.flow.number(self._message)) - self._stage.reading.scroll
        height = (self._stage.item(self._message).reserved or MESSAGE_GAP) - MESSAGE_GAP
        self.editor.setGeometry(QRect(left, round(top), width, round(height)))

    def _on_resized(self) -> None:
        self._reserve()
        self._place()

    def _on_saved(self, text: str) -> None:
        self.edited.emit(self._message, text)

    def _on_cancelled(self) -> None:
        message = self._message
        self.close()
        self.given_up.emit(message)
