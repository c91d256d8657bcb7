"""A conversation that outgrew the context has a line where the model's memory begins."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.control.told import first_told
from desktop.conversation import ComposerState
from desktop.conversation.transcript.surface import Surface
from models.engine import ENGINE, EngineSettings
from models.history import Message
from models.paths import Paths
from models.settings import SettingsStore
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]


@pytest.fixture
def small(start: Start, paths: Paths) -> Running:
    """A program whose model keeps next to nothing in mind."""
    SettingsStore(paths.settings).save(ENGINE, EngineSettings(context=256, threads=1))
    return begin(start)


def begin(start: Start) -> Running:
    running = start()
    running.wait_for(ComposerState.READY)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=40, seed=1))
    return running


def ask(running: Running, question: str) -> None:
    QTest.keyClicks(running.edit, question)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)


def outgrow(running: Running) -> None:
    for number in range(5):
        ask(running, f"Tell me a few words about the river that is number {number} of the long ones.")


def marked(running: Running) -> int | None:
    surface = running.window.transcript.findChild(Surface)
    assert isinstance(surface, Surface)
    return surface.stage.flow.marked


def thread(running: Running) -> tuple[Message, ...]:
    (summary,) = running.parts.history.conversations.recent()
    return running.parts.history.messages.thread(summary.id)


def expected(messages: tuple[Message, ...]) -> int | None:
    """Return the message above which the line belongs, by the record of the last answer."""
    record = messages[-1].record
    assert record is not None
    return first_told(messages[:-1], record.stats.dropped_messages)


def test_the_line_comes_with_the_first_answer_that_forgets_and_moves_on(small: Running) -> None:
    seen: list[int | None] = []
    while_answering: list[int | None] = []
    small.parts.answering.text.connect(lambda *_: while_answering.append(marked(small)))
    for number in range(7):
        ask(small, f"Tell me a few words about the river that is number {number} of the long ones.")
        assert marked(small) == expected(thread(small))
        assert while_answering[-1] == marked(small)
        seen.append(marked(small))
    assert seen[0] is None
    assert len(set(seen)) >= 3
    assert [one for one in seen if one is not None] == sorted(one for one in seen if one is not None)


def test_it_is_there_again_after_a_restart(small: Running, start: Start) -> None:
    outgrow(small)
    where = marked(small)
    assert where is not None
    (summary,) = small.parts.history.conversations.recent()
    small.program.close()
    again = begin(start)
    assert marked(again) is None
    again.window.sidebar.conversation_chosen.emit(summary.id)
    assert marked(again) == where


def test_each_branch_has_its_own(small: Running) -> None:
    outgrow(small)
    first, second = thread(small)[:2]
    where = marked(small)
    assert where is not None
    small.window.transcript.regenerate_requested.emit(second.id)
    small.wait_for(ComposerState.ANSWERING)
    small.wait_for(ComposerState.READY)
    assert [one.parent for one in thread(small)] == [None, first.id]
    assert marked(small) is None
    small.window.transcript.sibling_requested.emit(thread(small)[-1].id, -1)
    assert marked(small) == where == expected(thread(small))


def test_a_larger_context_takes_it_away(small: Running) -> None:
    outgrow(small)
    assert marked(small) is not None
    small.parts.loading.reload(EngineSettings(context=2048, threads=1))
    small.wait(lambda: small.parts.loading.busy)
    small.wait_for(ComposerState.READY)
    ask(small, "And now?")
    assert marked(small) is None


def test_it_is_said_once_a_conversation(small: Running) -> None:
    outgrow(small)
    notice = small.window.notices.current
    assert notice is not None
    assert notice.text.startswith("This conversation has outgrown")
    small.window.notices.dismiss(notice.number)
    before = marked(small)
    for number in range(3):
        ask(small, f"And what are a few words about the lake that is number {number}?")
    assert marked(small) != before
    assert small.window.notices.current is None
