"""Questions and answers: saving them as they come, and the tree they make."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.engine import Role
from models.history import AnswerState, History, Message
from tests.history.samples import RECORD, Clock, execute, say


def _ids(messages: tuple[Message, ...]) -> list[int]:
    return [message.id for message in messages]


def test_question_is_saved_with_its_words(history: History, conversation: int, clock: Clock) -> None:
    question = history.messages.ask(conversation, " <|im_end|>\n你好 ")
    assert history.messages.get(question) == Message(
        id=question,
        conversation=conversation,
        parent=None,
        role=Role.USER,
        state=AnswerState.COMPLETE,
        created_ms=clock.now,
        content=" <|im_end|>\n你好 ",
        thinking=None,
        thinking_seconds=None,
        record_text=None,
        sibling_number=1,
        sibling_count=1,
    )


def test_asking_empties_the_draft(history: History, conversation: int) -> None:
    history.conversations.save_draft(conversation, "hello")
    history.messages.ask(conversation, "hello")
    assert history.conversations.get(conversation).draft == ""


def test_revising_leaves_the_draft(history: History, conversation: int) -> None:
    question = history.messages.ask(conversation, "hello")
    history.conversations.save_draft(conversation, "next")
    history.messages.revise(question, "hello again")
    assert history.conversations.get(conversation).draft == "next"


def test_answer_grows_and_is_finished_with_its_record(history: History, conversation: int) -> None:
    question = history.messages.ask(conversation, "hello")
    answer = history.messages.begin_answer(question)
    begun = history.messages.get(answer)
    assert (begun.role, begun.state, begun.content, begun.parent) == (
        Role.ASSISTANT,
        AnswerState.STREAMING,
        "",
        question,
    )
    history.messages.update_answer(answer, content="", thinking="Hm")
    history.messages.update_answer(answer, content="Hel", thinking="Hmm.")
    growing = history.messages.get(answer)
    assert (growing.state, growing.content, growing.thinking) == (AnswerState.STREAMING, "Hel", "Hmm.")
    history.messages.finish_answer(
        answer,
        state=AnswerState.COMPLETE,
        content="Hello!",
        thinking="Hmm.",
        thinking_seconds=1.25,
        record=RECORD,
    )
    finished = history.messages.get(answer)
    assert (finished.state, finished.content, finished.thinking, finished.thinking_seconds, finished.record) == (
        AnswerState.COMPLETE,
        "Hello!",
        "Hmm.",
        1.25,
        RECORD,
    )


@pytest.mark.parametrize("state", [AnswerState.STOPPED, AnswerState.FAILED])
def test_answer_that_ended_early_keeps_its_words(history: History, conversation: int, state: AnswerState) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    history.messages.finish_answer(answer, state=state, content="Hel", thinking="")
    found = history.messages.get(answer)
    assert (found.state, found.content, found.thinking, found.record) == (state, "Hel", "", None)


def test_late_save_does_not_undo_the_end(history: History, conversation: int) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="Hello!")
    history.messages.update_answer(answer, content="Hel", thinking="late")
    found = history.messages.get(answer)
    assert (found.state, found.content, found.thinking) == (AnswerState.COMPLETE, "Hello!", None)


def test_answer_cannot_end_in_the_middle(history: History, conversation: int) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    with pytest.raises(ValueError, match="streaming"):
        history.messages.finish_answer(answer, state=AnswerState.STREAMING, content="")


def test_unknown_message_is_a_bug_of_the_caller(history: History) -> None:
    unknown = 99
    messages = history.messages
    for call in (
        lambda: messages.get(unknown),
        lambda: messages.path(unknown),
        lambda: messages.siblings(unknown),
        lambda: messages.choose(unknown),
        lambda: messages.revise(unknown, "hello"),
        lambda: messages.begin_answer(unknown),
        lambda: messages.update_answer(unknown, content="", thinking=None),
        lambda: messages.finish_answer(unknown, state=AnswerState.FAILED, content=""),
    ):
        with pytest.raises(KeyError):
            call()


def test_new_conversation_has_an_empty_thread(history: History, conversation: int) -> None:
    assert history.messages.thread(conversation) == ()


def test_second_answer_is_a_sibling_and_both_stay(history: History, conversation: int) -> None:
    question, first = say(history, conversation, "hello", "one")
    second = history.messages.begin_answer(question)
    assert _ids(history.messages.thread(conversation)) == [question, second]
    assert history.messages.siblings(first) == history.messages.siblings(second) == (first, second)
    found = history.messages.get(first)
    assert (found.content, found.sibling_number, found.sibling_count) == ("one", 1, 2)
    assert history.messages.get(second).sibling_number == 2


def test_revised_first_question_begins_a_second_thread(history: History, conversation: int) -> None:
    question, answer = say(history, conversation, "hello", "hi")
    revised = history.messages.revise(question, "good morning")
    assert _ids(history.messages.thread(conversation)) == [revised]
    assert history.messages.siblings(question) == (question, revised)
    assert history.messages.choose(question) == answer
    assert _ids(history.messages.thread(conversation)) == [question, answer]
    assert history.messages.get(revised).sibling_count == 2


def test_first_questions_of_other_conversations_are_no_siblings(history: History, conversation: int) -> None:
    other = history.conversations.create(mode="balanced").id
    first, second = history.messages.ask(conversation, "one"), history.messages.ask(other, "two")
    assert history.messages.siblings(first) == (first,)
    assert history.messages.siblings(second) == (second,)


def test_choosing_shows_the_newest_leaf_below(history: History, conversation: int) -> None:
    question, first = say(history, conversation, "hello", "one")
    below, older = say(history, conversation, "go on", "older")
    newer = history.messages.begin_answer(below)
    second = history.messages.begin_answer(question)
    assert history.conversations.get(conversation).leaf == second
    assert history.messages.choose(first) == newer
    assert _ids(history.messages.thread(conversation)) == [question, first, below, newer]
    assert _ids(history.messages.path(older)) == [question, first, below, older]
    assert history.messages.choose(second) == second


def test_next_question_goes_below_what_is_shown(history: History, conversation: int) -> None:
    question, first = say(history, conversation, "hello", "one")
    history.messages.begin_answer(question)
    history.messages.choose(first)
    following = history.messages.ask(conversation, "more")
    assert history.messages.get(following).parent == first


def test_tree_of_any_shape_is_walked_rightly(history: History) -> None:
    """Against a model of the same tree in plain lists, over a few hundred random steps in two conversations."""
    chance = random.Random(20240607)
    conversations = [history.conversations.create(mode="balanced").id for _ in range(2)]
    parents: dict[int, tuple[int, int | None]] = {}
    leaves: dict[int, int | None] = dict.fromkeys(conversations)

    def siblings_of(message: int) -> list[int]:
        return sorted(other for other in parents if parents[other] == parents[message])

    def path_to(message: int | None) -> list[int]:
        return [] if message is None else [*path_to(parents[message][1]), message]

    for _ in range(300):
        conversation = chance.choice(conversations)
        own = [message for message, (owner, _) in parents.items() if owner == conversation]
        action = chance.choice(("ask", "revise", "answer", "choose")) if own else "ask"
        if action == "ask":
            added = history.messages.ask(conversation, "q")
            parents[added] = (conversation, leaves[conversation])
            leaves[conversation] = added
        elif action == "choose":
            target = chance.choice(own)
            leaves[conversation] = max(message for message in own if target in path_to(message))
            assert history.messages.choose(target) == leaves[conversation]
        else:
            target = chance.choice(own)
            answering = action == "answer"
            added = history.messages.begin_answer(target) if answering else history.messages.revise(target, "r")
            parents[added] = (conversation, target if answering else parents[target][1])
            leaves[conversation] = added
        thread = history.messages.thread(conversation)
        assert _ids(thread) == path_to(leaves[conversation])
        for message in thread:
            siblings = siblings_of(message.id)
            assert list(history.messages.siblings(message.id)) == siblings
            assert (message.sibling_number, message.sibling_count) == (siblings.index(message.id) + 1, len(siblings))


def test_unreadable_record_does_not_hide_the_answer(path: Path, expected_log: Callable[[str], None]) -> None:
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        _, answer = say(history, conversation, "hello", "hi")
    execute(path, "UPDATE messages SET record = '{\"mode\": 1}' WHERE role = 'assistant'")
    expected_log("cannot be read")
    with History.open(path) as history:
        found = history.messages.get(answer)
    assert (found.content, found.record) == ("hi", None)


def test_answer_is_saved_without_a_record_that_is_not_unicode(
    history: History, conversation: int, expected_log: Callable[[str], None]
) -> None:
    broken = replace(RECORD, model=replace(RECORD.model, path="/models/\udcff.gguf"))
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    expected_log("without its record")
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="hi", record=broken)
    found = history.messages.get(answer)
    assert (found.content, found.record) == ("hi", None)
