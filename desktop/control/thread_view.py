"""Showing a conversation's thread in the transcript: its messages as views, and the answer that is being written."""

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering, RunningAnswer
from desktop.control.footer import footer_of, note_of
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
        answering.started.connect(self._on_started)
        answering.text.connect(self._on_text)
        answering.taken_back.connect(self._on_taken_back)
        answering.finished.connect(self._on_finished)

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
            self._transcript.end_stream(self._view(self._history.messages.get(answer)))

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
