"""The real window for the soak: typed into, waited for without ever blocking its event loop, and opened again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.app import Parts, Program
from desktop.control.answering import prompt_messages
from desktop.conversation import ComposerState
from models.engine import ENGINE, ChatMessage, Done, EngineSettings, ProcessEngine
from models.history import History, Message
from models.paths import Paths
from models.settings import PREFERENCES, SettingsStore, WorkAhead
from models.texts import Phrasebook
from tools.soak.heartbeat import Heartbeat
from tools.soak.shown import Shown

SETTINGS = EngineSettings(context=8192, threads=1)
_PATIENCE = 60.0
_LOOK_MS = 2


class HungError(Exception):
    """Something that the window was to come to did not happen; the message says what."""


@dataclass(frozen=True)
class Asked:
    """A question that was sent: what the engine was told, and the conversation it belongs to."""

    conversation: int
    answer: int
    messages: tuple[ChatMessage, ...]


class SoakWindow(QObject):
    """One window of Tempera on a data folder, with a model. `close` closes it as the user does."""

    def __init__(self, paths: Paths, model: Path, *, shown: Shown) -> None:
        super().__init__()
        # A model of random weights writes in every script that there is, and no machine has fonts for all of them.
        QLoggingCategory.setFilterRules("qt.text.font.db=false")
        self.paths = paths
        self._model = model
        self._shown = shown
        self.done: dict[int, Done] = {}
        """How the answers of this window ended, by their number."""
        store = SettingsStore(paths.settings)
        store.save(ENGINE, SETTINGS)
        store.save(PREFERENCES, replace(store.load(PREFERENCES), work_ahead=WorkAhead.ALWAYS))
        self._program = Program(paths=paths, store=store, say=Phrasebook("en"))
        self._parts: Parts = self._program.open(model)
        self.heartbeat = Heartbeat()
        shown.watch(self._parts.answering)
        self._parts.bridge.done.connect(self.done.__setitem__)

    @property
    def engine(self) -> ProcessEngine:
        """The engine behind the window."""
        return self._parts.engine

    @property
    def history(self) -> History:
        """The history behind the window."""
        return self._parts.history

    @property
    def shown_now(self) -> str:
        """All text of the answer that is being written."""
        running = self._parts.answering.running
        return running.thinking + running.content if running else ""

    @property
    def answers(self) -> bool:
        """Whether an answer is being written, or its prompt computed."""
        return self._parts.answering.running is not None

    @property
    def conversation(self) -> int | None:
        """The conversation on screen."""
        return self._parts.shell.conversation.conversation

    @property
    def typed(self) -> str:
        """What stands in the composer."""
        return self._parts.shell.window.composer.text

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being loaded or answered."""
        return not self.answers and not self._parts.loading.busy

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let the event loop go on until `condition` holds. Raises HungError where it does not within a minute."""
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise HungError(f"not within {_PATIENCE:.0f} s: {what}")
            QTest.qWait(_LOOK_MS)

    def load(self) -> None:
        """Open the model, as from the list of models. Does not wait."""
        self._parts.loading.load(self._model)

    def make_ready(self) -> None:
        """Come to where a question can be sent; open the model again where its load was cut off."""
        self.wait(lambda: self.at_rest, "the window is at rest")
        composer = self._parts.shell.window.composer
        if composer.state is ComposerState.NO_MODEL:
            self.load()
        self.wait(lambda: composer.state is ComposerState.READY, "a question can be sent")

    def show(self, conversation: int | None) -> None:
        """Put a conversation on screen, None for a new one."""
        sidebar = self._parts.shell.window.sidebar
        if conversation is None:
            sidebar.new_requested.emit()
        else:
            sidebar.conversation_chosen.emit(conversation)

    def type(self, text: str) -> None:
        """Paste `text` in place of what stands in the composer."""
        self._parts.shell.window.composer.propose(text)

    @contextmanager
    def told_of_drafts(self, listener: Callable[[], None]) -> Iterator[None]:
        """Let `listener` know when the engine is asked to compute what is typed."""
        composer = self._parts.shell.window.composer
        connection = composer.draft_changed.connect(lambda _text: listener())
        try:
            yield
        finally:
            composer.draft_changed.disconnect(connection)

    def send(self, *, tokens: int, thinking_tokens: int, seed: int) -> Asked:
        """Send what is typed. Does not wait for the answer. Raises HungError where it is not sent."""
        choice = self._parts.choice
        choice.take_settings(
            replace(choice.settings, max_tokens=tokens, max_thinking_tokens=thinking_tokens, seed=seed)
        )
        QTest.keyClick(self._edit, Qt.Key.Key_Return)
        running = self._parts.answering.running
        if running is None:
            raise HungError("a question was not sent")
        question = self._question_of(running.id)
        self._shown.ask(question)
        request = self._parts.shell.conversation.request
        told = prompt_messages(self.history.messages.path(question.id), self._parts.answering.old_thinking)
        return Asked(running.conversation, running.id, (*request.instruction_messages(), *told))

    def message(self, number: int) -> Message:
        """Return a message as the history has it."""
        return self.history.messages.get(number)

    def lost(self) -> tuple[str, ...]:
        """Say what was shown, in this window or one before, and is not in the history."""
        return tuple(self._shown.lost(self.history))

    def crashes(self) -> tuple[str, ...]:
        """Return the reports of errors in the window itself."""
        return tuple(path.read_text("utf-8") for path in self.paths.crashes.glob("crash-*.txt"))

    def close(self) -> None:
        """Close the window: the engine keeps its state and ends."""
        self.heartbeat.stop()
        self._program.close()
        QLoggingCategory.setFilterRules("")

    @property
    def _edit(self) -> QWidget:
        edit = self._parts.shell.window.composer.focusProxy()
        if edit is None:
            raise HungError("the composer has no field")
        return edit

    def _question_of(self, answer: int) -> Message:
        parent = self.message(answer).parent
        if parent is None:
            raise HungError("an answer has no question")
        return self.message(parent)
