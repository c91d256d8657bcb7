"""Making an answer again in the running window: the same text, what is no longer as it was, and giving up."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.conversation import ComposerState, RecordDialog
from models.engine import EngineSettings
from models.history import Message
from models.settings import OldThinking
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]


def answered(running: Running, text: str, *, tokens: int = 16) -> Message:
    running.wait_for(ComposerState.READY)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=tokens, seed=1))
    QTest.keyClicks(running.edit, text)
    QTest.keyClick(running.edit, Qt.Key.Key_Return)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    history = running.parts.history
    return history.messages.thread(history.conversations.recent()[0].id)[-1]


def opened(running: Running, answer: Message) -> RecordDialog:
    running.window.transcript.record_requested.emit(answer.id)
    return running.window.findChildren(RecordDialog)[-1]


def press(dialog: RecordDialog) -> None:
    dialog.reproduce.findChildren(QPushButton)[0].click()


def shown(dialog: RecordDialog) -> str:
    labels = dialog.reproduce.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def test_an_answer_is_made_again_letter_by_letter(start: Start) -> None:
    running = start()
    answered(running, "Name a colour")
    answer = answered(running, "And another one, please")
    assert answer.record is not None
    assert answer.record.evaluation is not None
    assert answer.record.evaluation.batches
    dialog = opened(running, answer)
    press(dialog)
    running.wait(lambda: "letter by letter" in shown(dialog))
    assert "cannot be promised" not in shown(dialog)
    press(dialog)  # and once more
    assert "letter by letter" not in shown(dialog)
    running.wait(lambda: "letter by letter" in shown(dialog))
    dialog.reject()
    assert running.parts.history.messages.get(answer.id) == answer


def test_an_answer_that_went_on_is_made_again_from_where_it_went_on(start: Start) -> None:
    running = start()
    cut = answered(running, "Write a long story about a river", tokens=6)
    running.window.transcript.continue_requested.emit(cut.id)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    longer = running.parts.history.messages.thread(cut.conversation)[-1]
    assert longer.content.startswith(cut.content)
    assert longer.id != cut.id
    answered(running, "And something else")  # the context holds other things now
    dialog = opened(running, longer)
    press(dialog)
    running.wait(lambda: "letter by letter" in shown(dialog))
    dialog.reject()


def test_what_is_not_as_it_was_is_named(start: Start) -> None:
    running = start()
    answer = answered(running, "Name a colour")
    used = answer.record.engine if answer.record else None
    assert used is not None
    running.parts.loading.reload(EngineSettings(threads=used.threads + 1, context=1024))
    running.wait_for(ComposerState.LOADING)
    running.wait_for(ComposerState.READY)
    dialog = opened(running, answer)
    assert f"the number of threads (then {used.threads}, now {used.threads + 1})" in shown(dialog)
    assert f"the context length (then {used.context}, now 1024)" in shown(dialog)
    assert "the model file" not in shown(dialog)
    dialog.reject()


def test_closing_the_record_gives_up(start: Start) -> None:
    running = start()
    answer = answered(running, "Tell a very long story", tokens=60)
    dialog = opened(running, answer)
    press(dialog)
    running.wait(lambda: "Writing" in shown(dialog))
    dialog.reject()
    assert answered(running, "Name a colour", tokens=4).content


def test_the_record_says_what_the_model_was_told(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    running.parts.answering.old_thinking = OldThinking.ALL
    running.window.panel.instructions_changed.emit("Be brief.")
    answer = answered(running, "Name a colour")
    assert answer.record is not None
    assert "Be brief." in answer.record.instructions
    assert answer.record.old_thinking is OldThinking.ALL
    dialog = opened(running, answer)
    press(dialog)
    running.wait(lambda: "letter by letter" in shown(dialog))
    dialog.reject()


def test_a_conversation_that_was_changed_behind_its_back_is_no_longer_the_same(start: Start) -> None:
    running = start()
    answer = answered(running, "Name a colour")
    record = answer.record
    assert record is not None
    running.parts.history.messages.finish_answer(
        answer.id,
        state=answer.state,
        content=answer.content + " And more.",
        thinking=None,
        thinking_seconds=None,
        record=record,
    )
    dialog = opened(running, answer)
    press(dialog)
    running.wait(lambda: "The texts part after" in shown(dialog))
    assert "And more." in shown(dialog)
    dialog.reject()
