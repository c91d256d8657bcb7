"""Working ahead in the running program, and "Answer now"."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.conversation import ComposerState
from models.engine import Draft
from models.engine.protocol import Prefilled
from models.paths import Paths
from models.record import StopReason, ThinkingEnd
from models.settings import PREFERENCES, SettingsStore, WorkAhead
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]
QUESTION = "Name the three primary colours and say a word about each"


class Watched:
    """What the engine did ahead, in order."""

    def __init__(self, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drafts: list[Draft] = []
        self.ends: list[tuple[Draft, Prefilled]] = []
        engine = running.parts.engine
        prefill = engine.prefill

        def watched(draft: Draft) -> None:
            self.drafts.append(draft)
            working = prefill(draft)
            done = working.wait(60) if working else None
            if done is not None:
                self.ends.append((draft, done))

        monkeypatch.setattr(engine, "prefill", watched)

    @property
    def done(self) -> list[Prefilled]:
        return [done for _, done in self.ends]

    def is_ready_for(self, question: str) -> bool:
        """Say whether the engine did last what is left to do before this question is sent."""
        return bool(self.ends) and self.ends[-1][0].complete and self.ends[-1][0].text.endswith(question)


def limited(start: Start, tokens: int = 12, stop: tuple[str, ...] = ()) -> Running:
    running = start()
    running.wait_for(ComposerState.READY)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=tokens, seed=1, stop=stop))
    return running


def test_a_question_that_was_typed_and_rested_is_read_before_it_is_sent(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = limited(start, stop=(" ",))
    watched = Watched(running, monkeypatch)
    QTest.keyClicks(running.edit, QUESTION)
    running.wait(lambda: watched.is_ready_for(QUESTION))
    before = len(watched.done)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    record = running.parts.history.messages.thread(summary.id)[-1].record
    assert record is not None
    assert record.stats.reused_tokens == record.stats.prompt_tokens == watched.done[before - 1].total
    # While the answer is read the conversation is made ready for the next question.
    running.wait(lambda: len(watched.done) > before)
    assert watched.done[-1].tokens == watched.done[-1].total > record.stats.prompt_tokens


def test_a_rest_after_long_typing_is_a_rest(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    running = limited(start)
    watched = Watched(running, monkeypatch)
    QTest.keyClicks(running.edit, QUESTION)
    running.window.composer.flush_draft()  # as it tells of it by itself in the end, though the last key was just now
    running.wait(lambda: watched.is_ready_for(QUESTION))


def test_what_is_held_of_a_cut_answer_stays_until_the_user_types(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    running = limited(start, tokens=4)
    watched = Watched(running, monkeypatch)
    QTest.keyClicks(running.edit, QUESTION)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    running.qtbot.wait(500)
    assert not any(draft.messages for draft in watched.drafts)
    QTest.keyClicks(running.edit, "And then? ")
    running.wait(lambda: bool(watched.drafts) and bool(watched.drafts[-1].messages))


def test_a_question_that_is_sent_at_once_was_read_up_to_its_last_word(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = limited(start)
    watched = Watched(running, monkeypatch)
    QTest.keyClicks(running.edit, QUESTION.rpartition(" ")[0] + " ")
    running.wait(lambda: bool(watched.done))
    QTest.keyClicks(running.edit, QUESTION.rpartition(" ")[2])
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    record = running.parts.history.messages.thread(summary.id)[-1].record
    assert record is not None
    tail = record.stats.prompt_tokens - record.stats.reused_tokens
    assert 0 < tail < 10  # a word and the template's own text


def test_nothing_is_done_ahead_where_the_user_wants_none(
    start: Start, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SettingsStore(paths.settings)
    store.save(PREFERENCES, replace(store.load(PREFERENCES), work_ahead=WorkAhead.NEVER))
    running = limited(start)
    watched = Watched(running, monkeypatch)
    QTest.keyClicks(running.edit, QUESTION)
    running.qtbot.wait(600)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    running.qtbot.wait(300)
    assert not watched.done


def test_answer_now_is_offered_while_the_model_thinks(start: Start, tiny_r1_model: Path) -> None:
    running = start(tiny_r1_model)
    running.wait_for(ComposerState.READY)
    (button,) = (found for found in running.window.composer.findChildren(QPushButton) if found.text() == "Answer now")
    assert not button.isVisible()
    QTest.keyClicks(running.edit, "Why?")
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    answering = running.parts.answering
    running.wait(lambda: answering.running is not None and bool(answering.running.content))
    running.wait(lambda: not button.isVisible())
    QTest.keyClick(running.edit, Qt.Key.Key_Escape)
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    record = running.parts.history.messages.thread(summary.id)[-1].record
    assert record is not None
    assert record.stats.thinking_end is ThinkingEnd.USER
    assert record.stats.stop_reason is StopReason.STOPPED
