"""Showing a conversation's thread in the transcript: its messages as views, and the answer that is being written."""

from functools import partial
from itertools import chain
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.collector import count_as_old
from desktop.control.adapting import AnswerAdapter, is_faulty
from desktop.control.answering import Answering
from desktop.control.attaching import attachment_views
from desktop.control.footer import can_continue, footer_of, note_of
from desktop.control.running_answer import RunningAnswer
from desktop.control.told import first_told
from desktop.control.warmth import warmths_in, warmths_of
from desktop.conversation import Glance, MessageView, Transcript
from models.engine import Channel, Role
from models.history import History, Message
from models.texts import Phrasebook, figure

_LONG: Final = 1_000  # messages whose collection would be felt


class ThreadView(QObject):
    """Keeps the transcript in step with one conversation of the history.

    `left_out` are answers that are shown elsewhere, beside each other: the thread ends above them.
    """

    changed = Signal()  # which messages there are

    def __init__(
        self,
        *,
        transcript: Transcript,
        history: History,
        answering: Answering,
        adapter: AnswerAdapter,
        say: Phrasebook,
    ) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._history = history
        self._answering = answering
        self._adapter = adapter
        self._say = say
        self._tries: dict[int, float | None] = {}  # of faulty answers in the transcript: how warm another try is
        self._conversation: int | None = None
        self._last: int | None = None
        self._last_question = ""
        self._streamed: int | None = None  # the answer that grows on screen
        self._dropped: int | None = None  # of the prompt that is marked
        self.left_out: tuple[int, ...] = ()
        answering.started.connect(self._on_started)
        answering.text.connect(self._on_text)
        answering.sections.connect(self._show_warmths)
        answering.taken_back.connect(self._on_taken_back)
        answering.finished.connect(self._on_finished)
        answering.prompt.connect(self._on_prompt)

    @property
    def conversation(self) -> int | None:
        """The conversation that is shown, None where it does not exist yet."""
        return self._conversation

    @property
    def last_question(self) -> str:
        """The last question of the thread as it was shown, "" where there was none."""
        return self._last_question

    def show(self, conversation: int | None, *, instead: tuple[int, int] | None = None) -> bool:
        """Show a conversation, or an empty transcript; return whether there is anything to read.

        With `instead`, the second of two messages is shown where the first one is now. Raises UserError where it cannot
        be read: what was shown before stays.
        """
        thread = self._show(conversation, instead)
        if len(thread) > _LONG:
            count_as_old()
        self._conversation = conversation
        self._last = thread[-1].id if thread else None
        self._last_question = next((one.content for one in reversed(thread) if one.role is Role.USER), "")
        self._streamed = None
        running = self._answering.of(self._last) if self._last is not None else None
        if running is not None:
            self._stream(running)
        self._mark_newest(thread)
        self.changed.emit()
        return bool(thread)

    def _show(self, conversation: int | None, instead: tuple[int, int] | None) -> tuple[Message, ...]:
        self._tries.clear()
        thread = () if conversation is None else self._history.messages.thread(conversation)
        if thread and thread[-1].id in self.left_out:
            thread = thread[:-1]
        newest = map(self._view, thread[-1:])  # it may be growing
        self._transcript.set_messages(chain(self._glances(thread[:-1]), newest), instead=instead)
        return thread

    def add(self, message: int) -> None:
        """Show one more message at the end of the thread, the whole thread where it follows another one."""
        found = self._history.messages.get(message)
        if found.parent != self._last:
            self.show(found.conversation)
            return
        self._transcript.append_message(self._view(found))
        self._last = message
        self.changed.emit()

    def _stream(self, running: RunningAnswer) -> None:
        self._streamed = running.id
        self._transcript.begin_stream(running.id)
        for channel, text in ((Channel.THINKING, running.thinking), (Channel.ANSWER, running.content)):
            if text:
                self._transcript.feed(running.id, channel, text)
        self._show_warmths(running.id)

    def _show_warmths(self, answer: int) -> None:
        """Show how warm the text of the answer that grows was written so far."""
        running = self._answering.of(answer)
        if running is not None and answer == self._streamed:
            sections = (*running.sections_before, *running.sections)
            warmths = warmths_in(sections, self._adapter.family, say=self._say)
            told = {"thinking": len(running.thinking), "written": len(running.content)}
            self._transcript.live_warmth.show(answer, warmths, **told)

    def _on_started(self, conversation: int, answer: int) -> None:
        running = self._answering.of(answer)
        if conversation != self._conversation or running is None or self._answering.together:
            return
        if self._history.messages.get(answer).parent != self._last:
            self.show(conversation)  # another answer to a question further up: a new branch
            return
        self.add(answer)
        self._stream(running)

    def _on_prompt(self) -> None:
        running = self._answering.running
        if running is not None and running.conversation == self._conversation and running.dropped is not None:
            self._mark(running.id, running.dropped)

    def _mark(self, answer: int, dropped: int) -> None:
        """Mark where the prompt of the newest answer began."""
        if dropped == self._dropped:
            return  # the thread has only grown since
        self._dropped = dropped
        thread = self._history.messages.path(answer)[:-1] if dropped else ()
        self._transcript.set_mark(first_told(thread, dropped))

    def _mark_newest(self, thread: tuple[Message, ...]) -> None:
        """Mark where the prompt of the newest answer began of which that is known."""
        running = self._answering.running
        self._dropped = None
        for message in reversed(thread):
            if running is not None and running.id == message.id and running.dropped is not None:
                self._mark(message.id, running.dropped)
                return
            if message.record is not None:
                self._mark(message.id, message.record.stats.dropped_messages)
                return

    def _on_text(self, answer: int, channel: Channel, text: str) -> None:
        if answer == self._streamed:
            self._transcript.feed(answer, channel, text)

    def _on_taken_back(self, answer: int) -> None:
        running = self._answering.of(answer)
        if running is not None and answer == self._streamed:
            self._transcript.replace_message(self._view(self._history.messages.get(answer)))
            self._stream(running)

    def _on_finished(self, conversation: int, answer: int) -> None:
        if conversation == self._conversation and answer == self._streamed:
            self._streamed = None
            message = self._history.messages.get(answer)
            self._transcript.end_stream(self._view(message))
            if message.record is not None:
                self._mark(answer, message.record.stats.dropped_messages)

    def view_of(self, message: int) -> MessageView:
        """Return a message as it is shown."""
        return self._view(self._history.messages.get(message), on_screen=False)

    def refresh_tries(self) -> None:
        """Show what another try of faulty answers would be now: what is chosen has changed."""
        for answer, shown in tuple(self._tries.items()):
            message = self._history.messages.get(answer)
            if self._adapter.cooler_try(message) != shown:
                self._transcript.replace_message(self._view(message))

    def ends_above(self, answers: tuple[int, ...]) -> bool:
        """Return whether the thread on screen ends with the question of these answers."""
        found = self._history.messages.get(answers[0])
        return found.conversation == self._conversation and found.parent == self._last

    def _glances(self, thread: tuple[Message, ...]) -> list[Glance]:
        """Return what is needed of messages while they are far from the screen; the rest takes its time."""
        view, assistant = self._view, Role.ASSISTANT  # looked up once: there may be thousands
        return [
            Glance(
                message.id,
                message.role is assistant,
                message.content,
                message.thinking or "",
                message.thinking_seconds,
                partial(view, message),
            )
            for message in thread
        ]

    def _view(self, message: Message, *, on_screen: bool = True) -> MessageView:
        streaming = self._answering.of(message.id) is not None
        message = self._answering.keeper.whole(message)
        cooler = self._adapter.cooler_try(message)
        several = None if cooler is None else self._adapter.cooler_try(message, several=True)
        if on_screen and is_faulty(message):
            self._tries[message.id] = cooler
        return MessageView(
            id=message.id,
            role=message.role,
            text="" if streaming else message.content,
            thinking="" if streaming else message.thinking or "",
            thinking_seconds=message.thinking_seconds,
            streaming=streaming,
            note=note_of(message, cooler=cooler, say=self._say),
            again="" if cooler is None else self._say("transcript.regenerate_at", temperature=figure(cooler)),
            several="" if several is None else self._say("transcript.several_at", temperature=figure(several)),
            footer=footer_of(message, say=self._say),
            warmths=warmths_of(message, say=self._say),
            sibling=message.sibling_number,
            siblings=message.sibling_count,
            can_continue=can_continue(message),
            attachments=attachment_views(message, self._say),
            locked=not self._history.may_change(message.conversation),
        )
