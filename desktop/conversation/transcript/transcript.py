"""The conversation on screen, as the rest of the window knows it."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.conversation.transcript.accessibility import install_accessibility, tell_messages_changed
from desktop.conversation.transcript.highlight import Highlighter
from desktop.conversation.transcript.jump_button import JumpButton
from desktop.conversation.transcript.layout import Surroundings
from desktop.conversation.transcript.look import Look
from desktop.conversation.transcript.mark import set_mark
from desktop.conversation.transcript.streaming import Streaming
from desktop.conversation.transcript.surface import Surface
from desktop.conversation.transcript.view import MessageView, Say
from desktop.theme import Theme
from models.engine import Channel


class Transcript(QWidget):
    """One conversation: messages, streaming answers, selection and copying.

    `say` phrases texts in the user's language. Messages are named by their ids; a method that is given an unknown one
    raises KeyError. The transcript follows its end while the reader is there, and stays where it is otherwise.
    """

    regenerate_requested = Signal(int)  # message
    sibling_requested = Signal(int, int)  # message, -1 for the version before or 1 for the next
    record_requested = Signal(int)  # message
    link_activated = Signal(str)  # address: http, https or mailto; nothing is opened by the transcript

    def __init__(self, *, say: Say, theme: Theme, font_scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        install_accessibility()
        highlighter = Highlighter()
        self.destroyed.connect(highlighter.close)
        self._around = Surroundings(Look(theme, font_scale), say, highlighter)
        self._surface = Surface(self._around, self)
        self._stage = self._surface.stage
        self._streaming = Streaming(self._stage, self)
        self._jump = JumpButton(self, say=say, theme=theme)
        self._jump.clicked.connect(self.jump_to_latest)
        self._stage.reading.changed.connect(self._on_reading_changed)
        self._surface.setAccessibleName(say("transcript.name"))
        self.setFocusProxy(self._surface)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._surface)
        actions = self._surface.actions_
        actions.regenerate_requested.connect(self.regenerate_requested)
        actions.sibling_requested.connect(self.sibling_requested)
        actions.record_requested.connect(self.record_requested)
        actions.link_activated.connect(self.link_activated)

    def set_messages(self, messages: Iterable[MessageView]) -> None:
        """Show another conversation, at its end. Raises ValueError if two messages have the same id."""
        self._streaming.drop_all()
        self._stage.selection.clear()
        self._stage.attention.focused = None
        self._stage.flow.set_messages(messages)
        self._stage.reading.to_end()
        tell_messages_changed(self._surface)

    def append_message(self, message: MessageView) -> None:
        """Add a message at the end. Raises ValueError if its id is already there."""
        with self._stage.reading.steady():
            self._stage.flow.append(message)
        tell_messages_changed(self._surface)

    def replace_message(self, message: MessageView) -> None:
        """Show another state of a message; if it was growing, it grows no more."""
        if self._streaming.grows(message.id):
            self._streaming.end(message)
            return
        with self._stage.reading.steady():
            self._stage.flow.replace(self._stage.flow.number(message.id), message)

    def remove_message(self, message: int) -> None:
        """Take a message out."""
        number = self._stage.flow.number(message)
        self._streaming.drop(message)
        if self._stage.selection.concerns(message):
            self._stage.selection.clear()
        self._stage.attention.forget(message)
        with self._stage.reading.steady():
            self._stage.flow.remove(number)
            marked = self._stage.flow.marked
            set_mark(self._stage.flow, None if marked == message else marked)
        tell_messages_changed(self._surface)

    def set_mark(self, message: int | None) -> None:
        """Say in a line above `message` that the model is told nothing above it; None: it is told everything."""
        if message == self._stage.flow.marked:
            return
        with self._stage.reading.steady():
            set_mark(self._stage.flow, message)
        tell_messages_changed(self._surface)

    def begin_stream(self, message: int) -> None:
        """Let a message grow."""
        self._streaming.begin(message)

    def feed(self, message: int, channel: Channel, text: str) -> None:
        """Add text to a growing message. Cheap: what was fed is drawn at the next refresh."""
        self._streaming.feed(message, channel, text)

    def end_stream(self, message: MessageView) -> None:
        """Show the finished message in place of the growing one."""
        self.replace_message(message)

    def select_all(self) -> None:
        """Select all messages."""
        self._surface.keyboard.select_all()

    def copy(self) -> None:
        """Put the Markdown source of what is selected on the clipboard."""
        self._surface.actions_.copy_selection()

    def selected_text(self) -> str:
        """Return the Markdown source of what is selected, "" for nothing."""
        return self._stage.selected_source()

    def jump_to_latest(self) -> None:
        """Show the end and follow it."""
        self._stage.reading.to_end()

    def set_font_scale(self, scale: float) -> None:
        """Draw the texts larger or smaller; 1 is normal."""
        self._draw_anew(replace(self._around, look=replace(self._around.look, scale=scale)))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._draw_anew(replace(self._around, look=replace(self._around.look, theme=theme)))
        self._jump.apply_theme(theme)

    def retranslate(self, say: Say) -> None:
        """Speak another language."""
        self._draw_anew(replace(self._around, say=say))
        self._jump.retranslate(say)
        self._surface.setAccessibleName(say("transcript.name"))

    def _draw_anew(self, around: Surroundings) -> None:
        self._around = around
        self._surface.look_anew(around)

    def _on_reading_changed(self) -> None:
        self._jump.settle()
        self._jump.setVisible(not self._stage.reading.following and not self._stage.reading.is_at_end)
