"""The conversation on screen, as the rest of the window knows it."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.conversation.transcript.accessible import install_accessibility, tell_messages_changed
from desktop.conversation.transcript.backlog import Backlog
from desktop.conversation.transcript.editing import Editing
from desktop.conversation.transcript.find import Excerpt, Finder, Locator
from desktop.conversation.transcript.formula import Typesetter
from desktop.conversation.transcript.highlight import Highlighter
from desktop.conversation.transcript.jump_button import JumpButton
from desktop.conversation.transcript.layout import Surroundings
from desktop.conversation.transcript.live_warmth import LiveWarmth
from desktop.conversation.transcript.look import Look
from desktop.conversation.transcript.mark import set_mark
from desktop.conversation.transcript.showing import Showing
from desktop.conversation.transcript.streaming import Streaming
from desktop.conversation.transcript.surface import Surface
from desktop.conversation.transcript.view import Glance, MessageView, Say
from desktop.theme import Theme
from models.engine import Channel


class Transcript(QWidget):
    """One conversation: messages, streaming answers, selection and copying.

    `say` phrases texts in the user's language. Messages are named by their ids; a method that is given an unknown one
    raises KeyError. `editing` lets the user change one in its place, `finder` finds texts in them. The transcript
    follows its end while the reader is there, and stays where it is otherwise.
    """

    regenerate_requested = Signal(int)  # message
    several_requested = Signal(int)  # message: three other answers
    sibling_requested = Signal(int, int)  # message, -1 for the version before or 1 for the next
    record_requested = Signal(int)  # message
    link_activated = Signal(str)  # address: http, https or mailto; nothing is opened by the transcript
    edit_requested = Signal(int)  # message
    continue_requested = Signal(int)  # message
    delete_requested = Signal(int)  # message
    branch_requested = Signal(int)  # message
    attachment_requested = Signal(int, int)  # message, number of the file
    save_requested = Signal(str, str)  # proposed file name, text
    quote_requested = Signal(str)  # Markdown

    def __init__(self, *, say: Say, theme: Theme, font_scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        install_accessibility()
        highlighter = Highlighter()
        self.destroyed.connect(highlighter.close)
        typesetter = Typesetter()
        self.destroyed.connect(typesetter.close)
        self._around = Surroundings(Look(theme, font_scale), say, highlighter, typesetter)
        self._surface = Surface(self._around, self)
        self._stage = self._surface.stage
        self.editing = Editing(self._stage, self._surface)
        self._streaming = Streaming(self._stage, self)
        self.finder = Finder(self._stage, self)
        self.live_warmth = LiveWarmth(self._stage, self)
        self.live_warmth.changed.connect(self._surface.viewport().update)
        self.finder.marked.connect(self._surface.viewport().update)
        self._showing = Showing(self._stage, self)
        self._locator = Locator(self._stage, self)
        self._locator.located.connect(self._surface.viewport().update)
        Backlog(self._stage, self)
        self._showing.changed.connect(self._surface.viewport().update)
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
        actions.several_requested.connect(self.several_requested)
        actions.sibling_requested.connect(self.sibling_requested)
        actions.record_requested.connect(self.record_requested)
        actions.link_activated.connect(self.link_activated)
        actions.edit_requested.connect(self.edit_requested)
        actions.continue_requested.connect(self.continue_requested)
        actions.delete_requested.connect(self.delete_requested)
        actions.branch_requested.connect(self.branch_requested)
        actions.attachment_requested.connect(self.attachment_requested)
        actions.save_requested.connect(self.save_requested)
        actions.quote_requested.connect(self.quote_requested)

    def set_messages(self, messages: Iterable[MessageView | Glance], *, instead: tuple[int, int] | None = None) -> None:
        """Show another conversation, at its end. Raises ValueError if two messages have the same id.

        With `instead`, the second of two messages is shown where the first one is now: one is a version of the other.
        """
        place = None if instead is None else self._place(instead[0])
        self.editing.leave()
        self._streaming.drop_all()
        self._stage.selection.clear()
        self._stage.attention.focused = None
        self._stage.flow.set_messages(messages)
        if instead is None or place is None or not self._stage.flow.knows(instead[1]):
            self._stage.reading.to_end()
        else:
            self._stage.reading.begin_at(instead[1], below=place)
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
        if self.editing.message == message:
            self.editing.close()
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

    def show_message(self, message: int, *, excerpt: Excerpt | None = None) -> None:
        """Bring a message on screen and let it glow for a moment; what was found in it is selected then."""
        self._showing.show(message)
        self._locator.look_for(message, excerpt)

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

    def _place(self, message: int) -> float | None:
        """Return how far below the top of the screen a message begins."""
        flow = self._stage.flow
        return flow.top(flow.number(message)) - self._stage.reading.scroll if flow.knows(message) else None

    def _draw_anew(self, around: Surroundings) -> None:
        self._around = around
        self._surface.look_anew(around)
        self.editing.look_anew()

    def _on_reading_changed(self) -> None:
        self._jump.settle()
        self._jump.setVisible(not self._stage.reading.following and not self._stage.reading.is_at_end)
