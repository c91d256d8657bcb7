"""A title made by the model, when the user asks for one."""

import re

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering
from desktop.control.bridge import EngineBridge
from desktop.control.sidebar.title_text import title_in
from models.engine import Channel, ChatMessage, Done, Role, TakenBack, Token
from models.errors import UserError, user_error
from models.history import History, Message, TitleSource
from models.sampling import SamplingSettings
from models.texts import Phrasebook

_SETTINGS = SamplingSettings(temperature=0.3, top_p=0.9, max_tokens=48, max_thinking_tokens=0, seed=1)
_FIRST_NUMBER = -(1 << 30)  # no answer has a number below it, nor has one that is made again; a signal carries 32 bits
_CHINESE = re.compile("[\u4e00-\u9fff]")
_MOST_READ = 1_500  # characters of question and of answer: enough to know what they are about


class Titling(QObject):
    """Asks the model for one title at a time, while it has nothing else to do; an answer that begins ends it."""

    changed = Signal()  # `conversation` is another one
    titled = Signal()  # the history has a new title
    failed = Signal(UserError)

    def __init__(self, *, bridge: EngineBridge, history: History, answering: Answering, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._history = history
        self._answering = answering
        self._number = _FIRST_NUMBER
        self._written = ""
        self.conversation: int | None = None
        """The conversation that a title is looked for, None while there is none."""
        bridge.token.connect(self._on_token)
        bridge.taken_back.connect(self._on_taken_back)
        bridge.done.connect(self._on_done)
        bridge.failed.connect(self._on_failed)
        answering.started.connect(self.stop)

    def start(self, conversation: int) -> None:
        """Ask for a title, in place of one that is looked for already."""
        self.stop()
        try:
            prompt = self._prompt(conversation)
        except UserError as error:
            self.failed.emit(error)
            return
        self._number -= 1
        self._written = ""
        self.conversation = conversation
        messages = (ChatMessage(Role.USER, prompt),)
        self._bridge.generate(self._number, messages, _SETTINGS, mode="precise", conversation=None)
        self.changed.emit()

    def stop(self) -> None:
        """Look for no title any more."""
        if self.conversation is not None:
            self._bridge.stop(self._number)
            self._end()

    def _prompt(self, conversation: int) -> str:
        if self._bridge.loaded_now is None:
            raise user_error("engine.no_model")
        if self._answering.running is not None:
            raise user_error("error.title.busy")
        if not self._history.may_change(conversation):
            raise user_error("history.newer.unchangeable")
        if self._history.conversations.get(conversation).title_source is TitleSource.USER:
            raise user_error("error.title.own")
        thread = self._history.messages.thread(conversation)
        question = _first(thread, Role.USER)
        if not question:
            raise user_error("error.title.no_question")
        answer = _first(thread, Role.ASSISTANT)
        say = Phrasebook("zh_CN" if _CHINESE.search(question) else "en")  # small models answer in the prompt's language
        if not answer:
            return say("sidebar.title.prompt_question", question=question)
        return say("sidebar.title.prompt", question=question, answer=answer)

    def _is_mine(self, number: int) -> bool:
        return self.conversation is not None and number == self._number

    def _end(self) -> None:
        self.conversation = None
        self.changed.emit()

    def _on_token(self, number: int, token: Token) -> None:
        if self._is_mine(number) and token.channel is Channel.ANSWER:
            self._written += token.text

    def _on_taken_back(self, number: int, event: TakenBack) -> None:
        if self._is_mine(number):
            self._written = self._written[: event.written]

    def _on_done(self, number: int, _done: Done) -> None:
        if not self._is_mine(number):
            return
        conversation, title = self.conversation, title_in(self._written)
        self._end()
        try:
            if conversation is None or not title:
                raise user_error("error.title.nothing")
            self._history.conversations.suggest_title(conversation, title)
        except UserError as error:
            self.failed.emit(error)
        except KeyError:
            return  # the conversation is gone
        else:
            self.titled.emit()

    def _on_failed(self, number: int, error: UserError) -> None:
        if self._is_mine(number):
            self._end()
            self.failed.emit(error)


def _first(thread: tuple[Message, ...], role: Role) -> str:
    """Return the beginning of what was said first by one side, "" where nothing was."""
    return next((one.content[:_MOST_READ].strip() for one in thread if one.role is role and one.content.strip()), "")
