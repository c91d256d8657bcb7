"""Steps in the tree: hiding and bringing back, editing and continuing answers, branching."""

import random
from pathlib import Path

import pytest

from models.engine import Role
from models.history import AnswerState, Attachment, History, Message
from tests.history.samples import RECORD, Clock, rows, say
from tests.history.tree_model import TreeModel


def _ids(messages: tuple[Message, ...]) -> list[int]:
    return [message.id for message in messages]


def test_thread_goes_on_through_a_hidden_message(history: History, conversation: int) -> None:
    question, answer = say(history, conversation, "one", "first")
    following, last = say(history, conversation, "two", "second")
    history.messages.hide(answer)
    history.messages.hide(following)
    assert _ids(history.messages.thread(conversation)) == [question, last]
    assert _ids(history.messages.path(last)) == [question, last]
    assert history.messages.get(answer).hidden
    asked = history.messages.ask(conversation, "three")
    assert _ids(history.messages.thread(conversation)) == [question, last, asked]
    history.messages.unhide(answer)
    assert _ids(history.messages.thread(conversation)) == [question, answer, last, asked]


def test_sibling_takes_the_place_of_the_hidden_leaf_and_gives_it_back(history: History, conversation: int) -> None:
    question, first = say(history, conversation, "one", "first")
    second, third = (history.messages.begin_answer(question) for _ in range(2))
    history.messages.choose(second)
    history.messages.hide(second)
    thread = history.messages.thread(conversation)
    assert _ids(thread) == [question, first]
    assert (thread[-1].sibling_number, thread[-1].sibling_count) == (1, 2)
    assert history.messages.siblings(first) == (first, third)
    history.messages.hide(first)
    assert _ids(history.messages.thread(conversation)) == [question, third]
    history.messages.unhide(first)
    history.messages.unhide(second)
    thread = history.messages.thread(conversation)
    assert _ids(thread) == [question, second]
    assert (thread[-1].sibling_number, thread[-1].sibling_count) == (2, 3)


def test_thread_ends_above_a_hidden_leaf_without_siblings(history: History, conversation: int) -> None:
    question, answer = say(history, conversation, "one", "first")
    history.messages.hide(answer)
    assert _ids(history.messages.thread(conversation)) == [question]
    history.messages.hide(question)
    assert history.messages.thread(conversation) == ()
    assert history.conversations.get(conversation).leaf is None
    again = history.messages.ask(conversation, "two")
    assert _ids(history.messages.thread(conversation)) == [again]
    history.messages.unhide(question)
    assert _ids(history.messages.thread(conversation)) == [question]
    history.messages.unhide(answer)
    assert _ids(history.messages.thread(conversation)) == [question, answer]
    assert history.messages.siblings(again) == (question, again)


def test_branches_below_a_hidden_message_stay_in_reach(history: History, conversation: int) -> None:
    question, first = say(history, conversation, "one", "first")
    second = history.messages.begin_answer(question)
    below = history.messages.ask(conversation, "two")
    history.messages.hide(second)
    assert _ids(history.messages.thread(conversation)) == [question, below]
    assert history.messages.siblings(below) == (first, below)
    found = history.messages.get(below)
    assert (found.sibling_number, found.sibling_count) == (2, 2)
    assert history.messages.choose(first) == first
    assert _ids(history.messages.thread(conversation)) == [question, first]


def test_the_message_hidden_last_is_known_until_nothing_is_hidden(history: History, conversation: int) -> None:
    question, answer = say(history, conversation, "one", "first")
    elsewhere, _ = say(history, history.conversations.create(mode="balanced").id, "two", "second")
    assert history.messages.last_hidden(conversation) is None
    for message in (answer, question, elsewhere):
        history.messages.hide(message)
    assert history.messages.last_hidden(conversation) == question
    history.messages.unhide(question)
    assert history.messages.last_hidden(conversation) == answer
    history.messages.unhide(answer)
    assert history.messages.last_hidden(conversation) is None


def test_hiding_twice_is_hiding_once(history: History, conversation: int, path: Path) -> None:
    _, answer = say(history, conversation, "one", "first")
    history.messages.hide(answer)
    history.messages.hide(answer)
    history.messages.unhide(answer)
    history.messages.unhide(answer)
    assert not history.messages.get(answer).hidden
    history.close()
    assert rows(path, "SELECT count(*) FROM messages WHERE hidden_ms IS NOT NULL") == [(0,)]


def test_hidden_tree_of_any_shape_is_walked_rightly(history: History) -> None:
    """Against a model of the same tree, over a few hundred random steps."""
    chance = random.Random(20241122)
    conversation = history.conversations.create(mode="balanced").id
    history.messages.ask(history.conversations.create(mode="balanced").id, "another conversation")
    tree = TreeModel(history, conversation)
    tree.ask(0)
    for _ in range(400):
        step = chance.choice((tree.ask, tree.answer, tree.revise, tree.choose, tree.hide, tree.unhide))
        step(chance.choice(list(tree.parents)))
        tree.check()


def test_edited_answer_is_a_complete_sibling_without_a_record(history: History, conversation: int) -> None:
    question, answer = say(history, conversation, "one", "first")
    edited = history.messages.revise_answer(answer, "my \ud800 words")
    thread = history.messages.thread(conversation)
    assert _ids(thread) == [question, edited]
    found = thread[-1]
    assert (found.role, found.state, found.content) == (Role.ASSISTANT, AnswerState.COMPLETE, "my \ufffd words")
    assert (found.edited, found.record, found.thinking, found.sibling_number) == (True, None, None, 2)
    kept = history.messages.get(answer)
    assert (kept.content, kept.edited) == ("first", False)


def test_continuation_begins_with_the_words_of_the_cut_answer(history: History, conversation: int) -> None:
    question = history.messages.ask(conversation, "one")
    cut = history.messages.begin_answer(question)
    history.messages.finish_answer(
        cut, state=AnswerState.STOPPED, content="Hel", thinking="Hm", thinking_seconds=1.5, record=RECORD
    )
    before = history.messages.get(cut)
    added = history.messages.begin_continuation(cut)
    begun = history.messages.get(added)
    assert (begun.state, begun.content, begun.thinking, begun.thinking_seconds) == (
        AnswerState.STREAMING,
        "Hel",
        "Hm",
        1.5,
    )
    assert (begun.parent, begun.record, begun.sibling_number, begun.sibling_count) == (question, None, 2, 2)
    history.messages.finish_answer(added, state=AnswerState.COMPLETE, content="Hello", thinking="Hm")
    assert history.messages.get(cut).content == before.content
    assert history.messages.get(cut).record == RECORD
    assert _ids(history.messages.thread(conversation)) == [question, added]


def test_continuation_cut_off_by_a_crash_keeps_the_words_it_began_with(path: Path) -> None:
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        _, cut = say(history, conversation, "one", "Hel")
        added = history.messages.begin_continuation(cut)
    with History.open(path) as history:
        found = history.messages.get(added)
        assert (found.state, found.content) == (AnswerState.STOPPED, "Hel")


def test_branch_is_a_conversation_of_its_own_with_everything_so_far(
    history: History, clock: Clock, conversation: int
) -> None:
    folder = history.folders.create("Physics").id
    history.conversations.move(conversation, folder=folder)
    history.conversations.save_instructions(conversation, "Be brief.")
    hidden, _ = say(history, conversation, "Why is the sky blue?", "Rayleigh.")
    question = history.messages.ask(conversation, "And the sea?", (Attachment("a.txt", "waves", 5),))
    answer = history.messages.begin_answer(question)
    history.messages.finish_answer(
        answer, state=AnswerState.COMPLETE, content="Also.", thinking="Hm", thinking_seconds=2.0, record=RECORD
    )
    say(history, conversation, "later", "later still")
    history.conversations.save_draft(conversation, "draft")
    history.messages.hide(hidden)
    before = history.messages.thread(conversation)

    made = history.messages.branch(answer)

    assert history.messages.thread(conversation) == before
    old, new = history.conversations.get(conversation), history.conversations.get(made)
    assert (new.title, new.mode, new.instructions, new.folder, new.draft) == (
        "Why is the sky blue? (2)",
        old.mode,
        "Be brief.",
        folder,
        "",
    )
    assert new.last_used_ms == clock.now
    copies = history.messages.thread(made)
    originals = history.messages.path(answer)
    assert [copy.content for copy in copies] == ["Rayleigh.", "And the sea?", "Also."]
    for copy, original in zip(copies, originals, strict=True):
        assert copy.conversation == made
        assert (copy.created_ms, copy.role, copy.thinking, copy.thinking_seconds, copy.record) == (
            original.created_ms,
            original.role,
            original.thinking,
            original.thinking_seconds,
            original.record,
        )
        assert copy.sibling_count == 1
    assert [copy.parent for copy in copies] == [None, copies[0].id, copies[1].id]
    (file,) = copies[1].attachments
    assert history.messages.attachment(file.id).text == "waves"
    following = history.messages.ask(made, "and on?")
    assert following > copies[-1].id
    history.conversations.erase(conversation)
    assert history.messages.attachment(file.id).text == "waves"


def test_branches_are_numbered(history: History, conversation: int) -> None:
    question, _ = say(history, conversation, "hello", "hi")
    first = history.messages.branch(question)
    second = history.messages.branch(history.messages.thread(first)[0].id)
    assert [history.conversations.get(one).title for one in (first, second)] == ["hello (2)", "hello (3)"]
    history.conversations.rename(conversation, "In (2024)")
    assert history.conversations.get(history.messages.branch(question)).title == "In (2)"


def test_answer_in_progress_is_branched_as_a_stopped_one(history: History, conversation: int) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    history.messages.update_answer(answer, content="Hel", thinking=None)
    copy = history.messages.thread(history.messages.branch(answer))[-1]
    assert (copy.state, copy.content) == (AnswerState.STOPPED, "Hel")
    assert history.messages.get(answer).state is AnswerState.STREAMING


def test_long_thread_is_branched_whole(history: History, conversation: int) -> None:
    answer = 0
    for number in range(600):
        _, answer = say(history, conversation, f"question {number}", f"answer {number}")
    copies = history.messages.thread(history.messages.branch(answer))
    originals = history.messages.thread(conversation)
    assert [copy.content for copy in copies] == [original.content for original in originals]


def test_unknown_message_is_a_bug_of_the_caller(history: History) -> None:
    unknown = 99
    messages = history.messages
    for call in (
        lambda: messages.hide(unknown),
        lambda: messages.unhide(unknown),
        lambda: messages.revise_answer(unknown, "x"),
        lambda: messages.begin_continuation(unknown),
        lambda: messages.branch(unknown),
        lambda: messages.attachment(unknown),
    ):
        with pytest.raises(KeyError):
            call()
