"""A faulty answer in the running program: what another try will be is said before it, and recorded after it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.conversation import ComposerState, WarmthView
from models.answer_checks import CheckKind, CheckResult, Verdict
from models.errors import Text
from models.history import AnswerState
from models.record import SectionSpan, StopReason
from models.sampling import Adapted, AdaptedFor, Adapting, TextSection
from tests.history.samples import RECORD
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]
FAULTY = CheckResult(Verdict.FAILED, CheckKind.CODE, Text("check.code.parse", {"language": "Python"}))


def _faulty_answer(running: Running) -> tuple[int, int]:
    """Open a conversation whose one answer, made at 0.4, did not parse; return the numbers of both."""
    messages = running.parts.history.messages
    conversation = running.parts.history.conversations.create(mode="code").id
    answer = messages.begin_answer(messages.ask(conversation, "Write a function"))
    record = replace(RECORD, settings=replace(RECORD.settings, temperature=0.4), check=FAULTY)
    messages.finish_answer(answer, state=AnswerState.COMPLETE, content="x = = 1", record=record)
    running.parts.shell.conversation.open(conversation)
    return conversation, answer


def test_another_try_is_cooler_says_so_and_is_recorded(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    history, choice = running.parts.history, running.parts.choice
    conversation, answer = _faulty_answer(running)
    shown = running.parts.shell.conversation
    view = shown.view.view_of(answer)
    assert view.note == "Python in the answer did not parse: try again at 0.2."
    assert view.again == "Try again at 0.2"
    choice.take_settings(replace(choice.settings, adapting=Adapting.LOCKED))
    assert shown.view.view_of(answer).again == ""
    choice.take_settings(replace(choice.settings, adapting=Adapting.COOLER, max_tokens=3))
    running.window.transcript.regenerate_requested.emit(answer)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    again = history.messages.thread(conversation)[-1].record
    assert again is not None
    assert again.settings.temperature == pytest.approx(0.2)
    assert again.adapted == (Adapted(AdaptedFor.FAILED, 0.4, 0.2),)
    assert again.check == CheckResult(Verdict.CUT)
    assert choice.settings.temperature == 0.4  # what was chosen stays


def test_three_other_answers_are_cooler_and_what_was_begun_so_goes_on_so(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    history, choice = running.parts.history, running.parts.choice
    conversation, answer = _faulty_answer(running)
    shown = running.parts.shell.conversation
    assert shown.view.view_of(answer).several == "Three other answers at 0.2…"
    choice.take_settings(replace(choice.settings, max_tokens=3))
    running.window.transcript.several_requested.emit(answer)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    made = [history.messages.get(one) for one in history.messages.siblings(answer) if one != answer]
    step = (Adapted(AdaptedFor.FAILED, 0.4, 0.2),)
    assert [one.record.adapted for one in made if one.record] == [step] * 3
    assert len({one.record.settings.seed for one in made if one.record}) == 3
    history.messages.choose(made[0].id)
    shown.show_again()
    running.window.transcript.continue_requested.emit(made[0].id)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    longer = history.messages.thread(conversation)[-1]
    assert longer.content.startswith(made[0].content)
    assert longer.record is not None
    assert longer.record.settings.temperature == pytest.approx(0.2)
    assert longer.record.adapted == step
    view = shown.view.view_of(longer.id)
    assert view.footer is not None
    assert "cooler than 0.4, as the one before was faulty" in view.footer.line


def test_a_continued_answer_keeps_the_lines_of_its_old_part_and_gets_new_ones_while_it_grows(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    history, choice = running.parts.history, running.parts.choice
    conversation = history.conversations.create(mode="code").id
    question = history.messages.ask(conversation, "Count")
    cut = history.messages.begin_answer(question)
    old = (SectionSpan(0, TextSection.PROSE, 0.6, 7, 0), SectionSpan(3, TextSection.CODE, 0.5, 8, 14))
    text = "Some words.\n\n```text\n1\n```\n\nMore:"
    record = replace(RECORD, sections=old, stats=replace(RECORD.stats, stop_reason=StopReason.LENGTH))
    history.messages.finish_answer(cut, state=AnswerState.COMPLETE, content=text, record=record)
    shown = running.parts.shell.conversation
    shown.open(conversation)
    choice.take_settings(replace(choice.settings, follow_text=True, max_tokens=60, seed=5))
    told: list[tuple[WarmthView, ...]] = []
    stage = running.window.transcript._stage
    live = running.window.transcript.live_warmth
    live.changed.connect(lambda: told.append(stage.flow.items[-1].view.warmths))
    running.window.transcript.continue_requested.emit(cut)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    longer = history.messages.thread(conversation)[-1]
    assert longer.record is not None
    assert longer.record.sections_before == old
    assert longer.record.sections[0].start == len(text)
    lines = shown.view.view_of(longer.id).warmths
    assert [one.start for one in lines[:3]] == [0, 14, len(text)]
    assert [one.start for one in told[0]] == [0, 14]
    assert any(len(one) > 2 and one == lines[: len(one)] for one in told)
    assert stage.flow.items[-1].lined is None
