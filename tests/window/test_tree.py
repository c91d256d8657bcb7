"""Other wordings, other answers, deleting, branching and continuing, in the running program with the real engine."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from desktop.conversation import ComposerState
from desktop.conversation.transcript.editing import MessageEditor
from models.engine import Role
from models.errors import Text, user_error
from models.history import AnswerState, Message
from models.paths import Paths
from models.record import StopReason
from models.settings import Language
from models.texts import Phrasebook
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def ask(running: Running, question: str, *, several: bool = False) -> None:
    running.wait_for(ComposerState.READY)
    running.edit.setFocus()
    QTest.keyClicks(running.edit, question)
    QTest.keyClick(running.edit, Qt.Key.Key_Return, CTRL | SHIFT if several else Qt.KeyboardModifier.NoModifier)
    running.wait_for(ComposerState.ANSWERING)


def limit_tokens(running: Running, count: int) -> None:
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=count, seed=1))


def thread(running: Running) -> tuple[Message, ...]:
    summary = running.parts.history.conversations.recent()[0]
    return running.parts.history.messages.thread(summary.id)


def answered(start: Start, *questions: str, tokens: int = 10) -> Running:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, tokens)
    for question in questions:
        ask(running, question)
        running.wait_for(ComposerState.READY)
    return running


def editor(running: Running) -> MessageEditor:
    found = [one for one in running.window.transcript.findChildren(MessageEditor) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_message_that_is_too_long_is_not_changed_in_its_place(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    history = running.parts.history
    conversation = history.conversations.create(mode="balanced").id
    question = history.messages.ask(conversation, "word " * 100_000)
    running.program.shell.conversation.open(conversation)
    running.window.transcript.edit_requested.emit(question)
    assert running.window.transcript.editing.message is None
    notice = running.window.notices.current
    assert notice is not None
    assert notice.text == Phrasebook("en")("tree.too_long")


def test_an_edited_question_is_sent_as_another_version(start: Start) -> None:
    running = answered(start, "Say hello.", "And now?")
    first = thread(running)
    running.window.transcript.edit_requested.emit(first[0].id)
    field = editor(running).text_edit
    field.selectAll()
    QTest.keyClicks(field, "Say goodbye.")
    QTest.keyClick(field, Qt.Key.Key_Return, CTRL)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    question, answer = thread(running)
    assert question.content == "Say goodbye."
    assert (question.sibling_number, question.sibling_count) == (2, 2)
    assert answer.content
    running.window.transcript.sibling_requested.emit(question.id, -1)
    assert [message.id for message in thread(running)] == [message.id for message in first]


def test_an_edited_answer_is_a_version_that_says_so(start: Start) -> None:
    running = answered(start, "Say hello.")
    old = thread(running)[-1]
    running.window.transcript.edit_requested.emit(old.id)
    editor(running).text_edit.setPlainText("Hello from me.")
    QTest.mouseClick(editor(running).save, Qt.MouseButton.LeftButton)
    new = thread(running)[-1]
    assert (new.content, new.edited, new.state) == ("Hello from me.", True, AnswerState.COMPLETE)
    assert running.parts.history.messages.get(old.id).content == old.content
    running.window.transcript.select_all()
    assert "Hello from me." in running.window.transcript.selected_text()


def test_an_edit_outlives_another_language_and_a_closed_window(start: Start, paths: Paths) -> None:
    running = answered(start, "Say hello.")
    question = thread(running)[0]
    running.window.transcript.edit_requested.emit(question.id)
    editor(running).text_edit.setPlainText("Say good bye")
    running.parts.shell.preferences.set_language(Language.CHINESE)
    running.window = running.parts.shell.window
    assert editor(running).text == "Say good bye"
    editor(running).text_edit.setPlainText("Say good night")
    running.program.close()
    running = start()
    running.wait_for(ComposerState.READY)
    running.parts.shell.conversation.open(question.conversation)
    running.window.transcript.edit_requested.emit(question.id)
    assert editor(running).text == "Say good night"
    running.window.transcript.editing.close()
    running.program.close()
    assert paths.unfinished_edits.read_text(encoding="utf-8") == "{}"


def test_a_cut_answer_goes_on_beside_the_one_that_stays_cut(start: Start) -> None:
    running = answered(start, "Write a very long story about a river.", tokens=8)
    cut = thread(running)[-1]
    assert cut.record is not None
    assert cut.record.stats.stop_reason is StopReason.LENGTH
    running.window.transcript.continue_requested.emit(cut.id)
    running.wait_for(ComposerState.ANSWERING)
    running.wait_for(ComposerState.READY)
    longer = thread(running)[-1]
    assert longer.id != cut.id
    assert longer.content.startswith(cut.content)
    assert len(longer.content) > len(cut.content)
    assert longer.record is not None
    assert longer.record.evaluation is not None
    assert longer.record.evaluation.continued is not None
    assert running.parts.history.messages.get(cut.id).content == cut.content


def test_a_deleted_message_comes_back_by_undo(start: Start) -> None:
    running = answered(start, "Say hello.", "And now?")
    before = [message.id for message in thread(running)]
    running.window.transcript.delete_requested.emit(before[1])
    assert [message.id for message in thread(running)] == [before[0], *before[2:]]
    notice = running.window.notices.current
    assert notice is not None
    assert notice.text == "The answer was deleted."
    running.window.notices._action.click()
    assert [message.id for message in thread(running)] == before


def test_undo_stands_before_older_notices(start: Start) -> None:
    running = answered(start, "Say hello.")
    running.parts.shell.tell(Text("window.language_waits"))
    running.window.transcript.delete_requested.emit(thread(running)[-1].id)
    notice = running.window.notices.current
    assert notice is not None
    assert notice.action == "Undo"


def test_deleted_messages_come_back_by_the_menu_when_the_notice_is_gone(start: Start) -> None:
    running = answered(start, "Say hello.", "And now?")
    before = [message.id for message in thread(running)]
    button = running.window.menu_button
    (restore,) = (one for one in button.menu().actions() if one.text() == "Restore deleted message")

    def offered() -> bool:
        button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
        button.menu().close()
        return restore.isEnabled()

    assert not offered()
    for message in before:
        running.window.transcript.delete_requested.emit(message)
    notice = running.window.notices.current
    assert notice is not None
    running.window.notices.dismiss(notice.number)
    assert running.window.empty.isVisible()
    for number in reversed(range(len(before))):  # the one that was deleted last comes first
        assert offered()
        restore.trigger()
        assert [message.id for message in thread(running)] == before[number:]
    assert not offered()
    assert running.window.transcript.isVisible()
    button.restore_requested.emit()
    assert [message.id for message in thread(running)] == before


def test_a_message_that_came_back_by_the_menu_is_not_offered_by_the_notice_any_more(start: Start) -> None:
    running = answered(start, "Say hello.")
    question, answer = thread(running)
    for message, kind in ((answer, "answer"), (question, "question")):
        running.window.transcript.delete_requested.emit(message.id)
        notice = running.window.notices.current
        assert notice is not None
        assert notice.text == f"The {kind} was deleted."
        running.window.menu_button.restore_requested.emit()
        assert [one.id for one in thread(running)] == [question.id, answer.id]
        assert running.window.notices.current is None


def test_a_question_whose_answer_was_deleted_is_sent_again_as_it_is(start: Start) -> None:
    running = answered(start, "Say hello.")
    question, answer = thread(running)
    for _ in range(2):  # the second time it has an answer: nothing is to be done
        running.window.transcript.edit_requested.emit(question.id)
        editor(running).save.click()
        assert running.parts.answering.running is None
        running.window.transcript.delete_requested.emit(answer.id)
        running.window.transcript.edit_requested.emit(question.id)
        editor(running).save.click()
        running.wait_for(ComposerState.ANSWERING)
        running.wait_for(ComposerState.READY)
        (kept, answer) = thread(running)
        assert (kept.id, answer.parent, answer.role) == (question.id, question.id, Role.ASSISTANT)


def test_an_answer_without_its_question_neither_goes_on_nor_is_made_again(start: Start) -> None:
    running = answered(start, "Write a story.", tokens=4)
    question, answer = thread(running)
    transcript, notices = running.window.transcript, running.window.notices
    transcript.delete_requested.emit(question.id)
    for signal in (transcript.continue_requested, transcript.regenerate_requested, transcript.several_requested):
        if notices.current is not None:
            notices.dismiss(notices.current.number)
        signal.emit(answer.id)
        assert notices.current is not None
        assert notices.current.text.startswith("The question of this answer was deleted.")
        assert running.parts.answering.running is None
        assert [message.id for message in thread(running)] == [answer.id]


def test_the_last_message_that_is_deleted_leaves_an_empty_conversation_that_can_be_undone(start: Start) -> None:
    running = answered(start, "Say hello.")
    question, answer = thread(running)
    for message in (answer, question):
        running.window.transcript.delete_requested.emit(message.id)
    assert thread(running) == ()
    assert running.window.empty.isVisible()
    running.window.notices._action.click()
    assert [message.id for message in thread(running)] == [question.id]
    assert running.window.transcript.isVisible()


def test_a_branch_is_a_conversation_of_its_own(start: Start) -> None:
    running = answered(start, "Say hello.", "And now?")
    old = thread(running)
    running.window.transcript.branch_requested.emit(old[1].id)
    new = thread(running)
    assert [message.content for message in new] == [message.content for message in old[:2]]
    assert new[0].conversation != old[0].conversation
    assert len(running.parts.history.conversations.recent()) == 2


def test_three_answers_are_made_side_by_side_and_one_is_chosen_by_key(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 12)
    ask(running, "Name a colour and say why.", several=True)
    comparison = running.window.comparison
    running.wait(comparison.isVisible)
    answers = comparison.answers
    assert len(answers) == 3
    assert comparison.hasFocus()
    running.wait_for(ComposerState.READY)
    messages = running.parts.history.messages
    kept = [messages.get(answer) for answer in answers]
    assert all(one.content and one.state is AnswerState.COMPLETE for one in kept)
    assert len({one.content for one in kept}) > 1
    assert len({one.record.settings.seed for one in kept if one.record}) == 3
    QTest.keyClick(comparison, Qt.Key.Key_2)
    assert not comparison.isVisible()
    assert thread(running)[-1].id == answers[1]
    assert thread(running)[-1].sibling_count == 3


def test_stop_stops_all_three_and_a_choice_may_come_before_the_end(start: Start) -> None:
    running = answered(start, "Say hello.")
    limit_tokens(running, 400)
    running.window.transcript.several_requested.emit(thread(running)[-1].id)
    comparison = running.window.comparison
    running.wait(comparison.isVisible)
    answers = comparison.answers
    running.wait(lambda: all(one is None or one.content for one in map(running.parts.answering.of, answers)))
    comparison.chosen.emit(answers[2])
    running.wait_for(ComposerState.READY)
    messages = running.parts.history.messages
    assert not comparison.isVisible()
    assert {messages.get(answer).state for answer in answers} <= {AnswerState.STOPPED, AnswerState.COMPLETE}
    assert thread(running)[-1].id == answers[2]
    ask(running, "And now?")
    running.window.composer.stop_requested.emit()
    running.wait_for(ComposerState.READY)
    assert thread(running)[2].role is Role.USER


def test_who_sends_without_choosing_goes_on_with_the_first(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 8)
    ask(running, "Name a colour.", several=True)
    running.wait(running.window.comparison.isVisible)
    answers = running.window.comparison.answers
    running.wait_for(ComposerState.READY)
    ask(running, "And now?")
    running.wait_for(ComposerState.READY)
    assert not running.window.comparison.isVisible()
    assert [message.id for message in thread(running)][1] == answers[0]
    assert len(thread(running)) == 4


def test_another_conversation_hides_the_three_and_they_are_there_again(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 300)
    ask(running, "Write a long story.", several=True)
    running.wait(running.window.comparison.isVisible)
    shown, window = thread(running)[0].conversation, running.window
    window.new_requested.emit()
    assert not running.window.comparison.isVisible()
    window.sidebar.conversation_chosen.emit(shown)
    assert running.window.comparison.isVisible()
    assert len(running.window.comparison.answers) == 3
    running.window.comparison.stop_requested.emit()
    running.wait_for(ComposerState.READY)
    window.new_requested.emit()
    window.sidebar.conversation_chosen.emit(shown)
    assert not running.window.comparison.isVisible()
    assert thread(running)[-1].sibling_count == 3


def test_another_language_keeps_the_three_that_are_being_written(start: Start) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    limit_tokens(running, 200)
    ask(running, "Write a long story.", several=True)
    running.wait(running.window.comparison.isVisible)
    running.parts.shell.preferences.set_language(Language.CHINESE)
    running.window = running.parts.shell.window
    assert running.window.comparison.isVisible()
    for _ in range(3):  # the old window goes
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    running.window.comparison.stop_requested.emit()
    running.wait_for(ComposerState.READY)  # an exception in what is left of it would fail the test
    assert len(running.window.comparison.answers) == 3


def test_what_would_harm_a_running_answer_is_refused_in_a_sentence(start: Start) -> None:
    running = answered(start, "Say hello.")
    limit_tokens(running, 400)
    old = thread(running)
    ask(running, "Write a long story.")
    for signal in ("regenerate_requested", "several_requested", "delete_requested"):
        getattr(running.window.transcript, signal).emit(old[1].id)
    notice = running.window.notices.current
    assert notice is not None
    assert notice.text.startswith("An answer is being written.")
    running.window.composer.stop_requested.emit()
    running.wait_for(ComposerState.READY)
    assert len(thread(running)) == 4


def test_a_conversation_that_cannot_be_read_leaves_the_one_on_screen_as_it_is(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = answered(start, "Say hello.")
    shown = thread(running)[0].conversation
    history, shell = running.parts.history, running.parts.shell
    other = history.conversations.create(mode="math").id
    history.conversations.save_draft(other, "another draft")
    QTest.keyClicks(running.edit, "my draft")

    def damaged(_conversation: int) -> tuple[Message, ...]:
        raise user_error("history.damaged", file="history.sqlite3", folder="x")

    monkeypatch.setattr(history.messages, "thread", damaged)
    shell.conversation.open(other)
    monkeypatch.undo()
    assert running.window.notices.current is not None
    assert shell.conversation.conversation == shown
    assert running.window.composer.text == "my draft"
    shell.conversation.open(other)
    assert running.window.composer.text == "another draft"
    assert running.parts.choice.mode == "math"
    assert history.conversations.get(shown).draft == "my draft"
