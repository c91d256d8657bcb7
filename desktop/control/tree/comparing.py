"""Answers that are made together: shown side by side while their conversation is on screen, until one is chosen."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering
from desktop.control.conversation import ConversationController
from desktop.conversation import Comparison, MessageView
from models.engine import Channel
from models.errors import UserError
from models.history import History


class ComparingController(QObject):
    """Keeps the columns in step with the answers. `comparison` makes the widget when it is needed.

    The first answer is the one that the conversation goes on with where none is chosen. Whoever leaves the conversation
    while the answers grow finds them side by side again; afterwards they are versions of one answer like any other.
    """

    failed = Signal(UserError)
    link_activated = Signal(str)

    def __init__(
        self,
        *,
        history: History,
        answering: Answering,
        conversation: ConversationController,
        comparison: Callable[[], Comparison],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._answering = answering
        self._conversation = conversation
        self._make = comparison
        self._shown: Comparison | None = None
        self._answers: tuple[int, ...] = ()
        self._settled: tuple[int, ...] = ()  # of which one was chosen while they were being written
        answering.started.connect(self._on_started)
        answering.text.connect(self._on_text)
        answering.taken_back.connect(self._on_changed)
        answering.finished.connect(self._on_finished)  # a method: it is cut off when the window ends
        conversation.thread_changed.connect(self._on_thread_changed)

    def _on_started(self, conversation: int, _answer: int) -> None:
        if self._answering.together and conversation == self._conversation.conversation:
            self._try(self._begin)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except UserError as error:
            self.failed.emit(error)

    def _begin(self) -> None:
        answers = self._answering.together
        self._history.messages.choose(answers[0])
        self._answers = answers
        thread = self._conversation.view
        thread.left_out = answers
        thread.show(self._conversation.conversation)
        widget = self._widget()
        widget.begin(tuple(self._view(answer) for answer in answers))
        for answer in answers:
            self._feed_all(answer)
        widget.take_focus()

    def _widget(self) -> Comparison:
        if self._shown is None:
            self._shown = self._make()
            self._shown.chosen.connect(self._on_chosen)
            self._shown.link_activated.connect(self.link_activated)
            self._shown.stop_requested.connect(self._answering.stop)
        return self._shown

    def _view(self, answer: int) -> MessageView:
        return replace(self._conversation.view.view_of(answer), bare=True, siblings=1, sibling=1, can_continue=False)

    def _feed_all(self, answer: int) -> None:
        running = self._answering.of(answer)
        if running is None:
            return
        for channel, text in ((Channel.THINKING, running.thinking), (Channel.ANSWER, running.content)):
            if text:
                self._widget().feed(answer, channel, text)

    def _on_text(self, answer: int, channel: Channel, text: str) -> None:
        if answer in self._answers:
            self._widget().feed(answer, channel, text)

    def _on_changed(self, answer: int) -> None:
        """Show an answer anew: an end of it was taken back, or it is finished."""
        if answer in self._answers:
            self._widget().show_answer(self._view(answer))
            self._feed_all(answer)

    def _on_finished(self, _conversation: int, answer: int) -> None:
        self._on_changed(answer)

    def _on_thread_changed(self) -> None:
        thread = self._conversation.view
        if self._answers and thread.ends_above(self._answers):
            return
        self._end()
        running, together = self._answering.running, self._answering.together
        if running is not None and running.conversation == thread.conversation and together not in ((), self._settled):
            self._try(self._begin)

    def _end(self) -> None:
        if self._answers:
            self._answers = ()
            self._conversation.view.left_out = ()
            self._widget().end()

    def _on_chosen(self, answer: int) -> None:
        self._answering.stop()
        self._settled = self._answers
        self._end()
        self._try(lambda: self._go_on_with(answer))

    def _go_on_with(self, answer: int) -> None:
        self._history.messages.choose(answer)
        self._conversation.show_again()
