"""Showing a conversation's thread in the transcript: its messages as views, and the answer that is being written."""

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering, RunningAnswer
from desktop.control.footer import footer_of, note_of
from desktop.control.told import first_told
from desktop.conversation import MessageView, Transcript
from models.engine import Channel
from models.history import History, Message
from models.texts import Phrasebook


class ThreadView(QObject):
    """Keeps the transcript in step with one conversation of the history."""

    changed = Signal()  # which messages there are

    def __init__(self, *, transcript: Transcript, history: History, answering: Answering, say: Phrasebook) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._history = history
        self._answering = answering
        self._say = say
        self._conversation: int | None = None
        self._last: int | None = None
        self._dropped: int | None = None  # of the prompt that is marked
        answering.started.connect(self._on_started)
        answering.text.connect(self._on_text)
        answering.taken_back.connect(self._on_taken_back)
        answering.finished.connect(self._on_finished)
        answering.prompt.connect(self._on_prompt)

    @property
    def conversation(self) -> int | None:
        """The conversation that is shown, None where it does not exist yet."""
        return self._conversation

    def show(self, conversation: int | None) -> bool:
        """Show a conversation, or an empty transcript; return whether there is anything to read."""
        self._conversation = conversation
        thread = () if conversation is None else self._history.messages.thread(conversation)
        self._last = thread[-1].id if thread else None
        self._transcript.set_messages([self._view(message) for message in thread])
        running = self._answering.running
        if running is not None and any(message.id == running.id for message in thread):
            self._stream(running)
        self._mark_newest(thread)
        self.changed.emit()
        return bool(thread)

    def add(self, message: int) -> None:
        """Show one more message at the end of the thread."""
        self._transcript.append_message(self._view(self._history.messages.get(message)))
        self._last = message
        self.changed.emit()

    def _stream(self, running: RunningAnswer) -> None:
        self._transcript.begin_stream(running.id)
        for channel, text in ((Channel.THINKING, running.thinking), (Channel.ANSWER, running.content)):
            if text:
                self._transcript.feed(running.id, channel, text)

    def _on_started(self, conversation: int, answer: int) -> None:
        if conversation != self._conversation:
            return
        if self._history.messages.get(answer).parent != self._last:
            self.show(conversation)  # another answer to a question further up: a new branch
            return
        self.add(answer)
        self._transcript.begin_stream(answer)

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
        running = self._answering.running
        if running is not None and running.conversation == self._conversation:
            self._transcript.feed(answer, channel, text)

    def _on_taken_back(self, answer: int) -> None:
        running = self._answering.running
        if running is not None and running.conversation == self._conversation:
            self._transcript.replace_message(self._view(self._history.messages.get(answer)))
            self._stream(running)

    def _on_finished(self, conversation: int, answer: int) -> None:
        if conversation == self._conversation:
            message = self._history.messages.get(answer)
            self._transcript.end_stream(self._view(message))
            if message.record is not None:
                self._mark(answer, message.record.stats.dropped_messages)

    def _view(self, message: Message) -> MessageView:
        running = self._answering.running
        streaming = running is not None and running.id == message.id
        return MessageView(
            id=message.id,
            role=message.role,
            text="" if streaming else message.content,
            thinking="" if streaming else message.thinking or "",
            thinking_seconds=message.thinking_seconds,
            streaming=streaming,
            note=note_of(message, say=self._say),
            footer=footer_of(message, say=self._say),
            sibling=message.sibling_number,
            siblings=message.sibling_count,
        )
