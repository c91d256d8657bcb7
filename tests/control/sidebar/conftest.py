"""A sidebar and a conversation on screen over a real history and a scripted engine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.control import Answering, ConversationController, EngineBridge, SamplingChoice, SidebarController
from desktop.conversation import Composer, Transcript
from desktop.sidebar import Sidebar
from desktop.sidebar.listing.view import ConversationList
from desktop.theme import LIGHT
from models.engine import EngineSettings
from models.errors import UserError
from models.history import AnswerState, History
from models.texts import Phrasebook
from tests.support.scripted_engine import ScriptedEngine


class Room(NamedTuple):
    """What a test works with."""

    sidebar: Sidebar
    controller: SidebarController
    conversation: ConversationController
    transcript: Transcript
    history: History
    answering: Answering
    failures: list[UserError]

    @property
    def listed(self) -> list[str]:
        """The rows of the list, headings too."""
        view = self.sidebar.findChild(ConversationList)
        assert view is not None
        return [view.model().index(number, 0).data() for number in range(view.model().rowCount())]


@pytest.fixture
def room(qtbot: QtBot, history: History, bridge: EngineBridge, answering: Answering) -> Iterator[Room]:
    """The parts of a window that stand around the sidebar."""
    say = Phrasebook("en")
    window = QWidget()
    qtbot.addWidget(window)
    sidebar, transcript = Sidebar(say=say, theme=LIGHT), Transcript(say=say, theme=LIGHT)
    composer = Composer(say=say, theme=LIGHT)
    column = QVBoxLayout(window)
    for part in (sidebar, transcript, composer):
        column.addWidget(part)
    conversation = ConversationController(
        history=history,
        answering=answering,
        choice=SamplingChoice(),
        transcript=transcript,
        composer=composer,
        say=say,
        window=window,
    )
    controller = SidebarController(
        sidebar=sidebar,
        history=history,
        bridge=bridge,
        answering=answering,
        conversation=conversation,
        transcript=transcript,
        say=say,
    )
    failures: list[UserError] = []
    controller.failed.connect(failures.append)
    window.resize(400, 900)
    window.show()
    controller.refresh()
    yield Room(sidebar, controller, conversation, transcript, history, answering, failures)
    controller.close()


Talk = Callable[..., int]


@pytest.fixture
def talk(history: History) -> Talk:
    """Save a conversation of a question and an answer; return its id."""

    def save(question: str, answer: str = "Yes.", thinking: str | None = None) -> int:
        conversation = history.conversations.create(mode="balanced").id
        begun = history.messages.begin_answer(history.messages.ask(conversation, question))
        history.messages.finish_answer(
            begun, state=AnswerState.COMPLETE, content=answer, thinking=thinking, thinking_seconds=None, record=None
        )
        return conversation

    return save


@pytest.fixture
def loaded(bridge: EngineBridge, engine: ScriptedEngine, tmp_path: Path) -> ScriptedEngine:
    """The engine with a model."""
    del bridge
    for _ in engine.load(tmp_path / "model.gguf", EngineSettings()):
        pass
    return engine
