"""Auto in the running program: shown while a question is typed, recorded with its answer, overruled by one click."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.conversation import ComposerState
from desktop.conversation.mode_chip import ModeChip
from models.catalog import AUTO
from models.history import Message
from models.paths import Paths
from models.presets import PresetStore, UserPreset
from models.record import ModeSource
from models.sampling import SamplingOverrides
from models.settings import Language
from tests.window.conftest import Running
from tests.window.test_ahead import Watched

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]
MATHS = "Solve the equation x^2 - 5x + 6 = 0"
STORY = "Write a short story about a dragon who is afraid of the dark"


def ready(start: Start) -> Running:
    running = start()
    running.wait_for(ComposerState.READY)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=3, seed=1))
    return running


def chip(running: Running, mode: str = AUTO) -> ModeChip:
    chips = running.window.mode_bar.findChildren(ModeChip)
    return next(one for one in chips if one.mode_id == mode and not one.isHidden())


def ask(running: Running, question: str) -> Message:
    running.edit.setFocus()
    QTest.keyClicks(running.edit, question)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    return newest(running)


def newest(running: Running) -> Message:
    """Wait until the answer is written, and return it."""
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    (summary,) = running.parts.history.conversations.recent()
    return running.parts.history.messages.thread(summary.id)[-1]


def used(answer: Message) -> tuple[str, ModeSource, float]:
    record = answer.record
    assert record is not None
    return record.mode, record.mode_source, record.settings.temperature


def test_what_auto_picks_is_seen_before_it_is_sent_and_recorded_after_it(start: Start) -> None:
    running = ready(start)
    assert chip(running).text() == "Auto"
    QTest.keyClicks(running.edit, MATHS)
    running.wait(lambda: chip(running).text() == "Auto: Maths 0.4")
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    answer = newest(running)
    assert used(answer) == ("math", ModeSource.AUTO, 0.4)
    assert answer.record is not None
    assert "\\boxed{}" in answer.record.instructions
    footer = running.parts.shell.conversation.view.view_of(answer.id).footer
    assert footer is not None
    assert footer.mode == "Maths (auto)"
    assert chip(running).text() == "Auto"  # the composer is empty again
    assert used(ask(running, STORY)) == ("creative", ModeSource.AUTO, 0.9)


def test_a_question_that_is_sent_at_once_is_sorted_all_the_same(start: Start) -> None:
    running = ready(start)
    running.window.composer.sent.emit(MATHS)  # nobody rested 150 ms
    assert used(newest(running)) == ("math", ModeSource.AUTO, 0.4)
    assert running.parts.choice.preset.mode.id == "math"  # the panel shows what was used


def test_other_answers_to_a_question_keep_what_it_was_sorted_into(start: Start) -> None:
    running = ready(start)
    first = ask(running, MATHS)
    QTest.keyClicks(running.edit, STORY)
    running.wait(lambda: chip(running).text() == "Auto: Creative 0.9")
    running.window.transcript.regenerate_requested.emit(first.id)
    again = newest(running)
    assert again.id != first.id
    assert used(again) == used(first)
    running.window.transcript.continue_requested.emit(again.id)
    assert used(newest(running)) == used(first)


def test_one_click_overrules_and_is_remembered_for_the_conversation(start: Start) -> None:
    running = ready(start)
    ask(running, "Hello")
    conversation = running.parts.shell.conversation
    here = conversation.conversation
    assert here is not None
    assert running.parts.history.conversations.get(here).mode == AUTO
    QTest.mouseClick(chip(running, "code"), Qt.MouseButton.LeftButton)
    assert running.parts.history.conversations.get(here).mode == "code"
    conversation.open(None)
    assert running.parts.choice.mode == AUTO  # a new conversation begins anew
    conversation.open(here)
    assert running.parts.choice.mode == "code"
    running.parts.choice.take_settings(replace(running.parts.choice.settings, max_tokens=3))
    assert used(ask(running, MATHS))[:2] == ("code", ModeSource.USER)
    QTest.keyClicks(running.edit, MATHS)
    QTest.mouseClick(chip(running), Qt.MouseButton.LeftButton)
    assert chip(running).text() == "Auto: Maths 0.4"  # the question that stands there is read at once
    assert running.parts.history.conversations.get(here).mode == AUTO


def test_a_mode_of_ones_own_is_in_the_record_with_its_name(start: Start, paths: Paths) -> None:
    own = UserPreset(
        id="user-code-0123abcd",
        name="Review",
        base="code",
        overrides=SamplingOverrides().with_value("temperature", 0.15),
        instructions="Find the bugs.",
    )
    PresetStore(paths.presets).save(own)
    running = ready(start)
    QTest.mouseClick(chip(running, own.id), Qt.MouseButton.LeftButton)
    running.parts.choice.take_settings(replace(running.parts.choice.settings, max_tokens=3))
    answer = ask(running, "x = 1")
    assert used(answer) == (own.id, ModeSource.USER, 0.15)
    assert answer.record is not None
    assert (answer.record.mode_name, answer.record.instructions) == ("Review", "Find the bugs.")
    footer = running.parts.shell.conversation.view.view_of(answer.id).footer
    assert footer is not None
    assert footer.mode == "Review"
    here = running.parts.shell.conversation.conversation
    assert here is not None
    assert running.parts.history.conversations.get(here).mode == own.id
    PresetStore(paths.presets).remove(own.id)
    running.parts.shell.preferences.set_language(Language.CHINESE)  # the window is built anew, and reads the folder
    assert running.parts.choice.mode == "code"
    notice = running.parts.shell.window.notices.current
    assert notice is not None
    assert "编程" in notice.text
    footer = running.parts.shell.conversation.view.view_of(answer.id).footer
    assert footer is not None
    assert footer.mode == "Review"


def test_what_is_computed_ahead_has_the_words_of_the_mode_that_auto_picks(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = ready(start)
    watched = Watched(running, monkeypatch)
    QTest.keyClicks(running.edit, MATHS)
    running.wait(lambda: watched.is_ready_for(MATHS))
    assert "\\boxed{}" in watched.drafts[-1].messages[0].content
    before = len(watched.done)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    record = newest(running).record
    assert record is not None
    assert record.mode == "math"
    assert record.stats.reused_tokens == record.stats.prompt_tokens == watched.done[before - 1].total
