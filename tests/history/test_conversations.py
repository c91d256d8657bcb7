"""The list of conversations, what each keeps, and deleting with undo."""

from pathlib import Path

import pytest

from models.history import Conversation, History, SamplingOverrides, TitleSource
from tests.history.samples import RECORD, Clock, say

_DAY_MS = 24 * 60 * 60 * 1000


def _listed(history: History) -> list[int]:
    return [summary.id for summary in history.conversations.recent()]


def test_new_conversation_is_as_it_was_asked_for(history: History, clock: Clock) -> None:
    overrides = SamplingOverrides().with_value("temperature", 0.4)
    made = history.conversations.create(mode="code", overrides=overrides, instructions="Be brief.")
    assert made == Conversation(
        id=made.id,
        title="",
        title_source=TitleSource.AUTO,
        created_ms=clock.now,
        last_used_ms=clock.now,
        mode="code",
        overrides=overrides,
        instructions="Be brief.",
        draft="",
        leaf=None,
    )


def test_list_is_read_again_only_after_a_change(history: History) -> None:
    kept, other = (history.conversations.create(mode="balanced").id for _ in range(2))
    listed = history.conversations.recent()
    history.messages.thread(kept)
    assert history.conversations.recent() is listed
    assert (history.conversations.archived(), history.conversations.deleted()) == ((), ())
    history.conversations.rename(kept, "Another title")
    assert {one.title for one in history.conversations.recent()} == {"Another title", ""}
    folder = history.folders.create("Physics").id
    history.conversations.move(kept, folder=folder)
    assert {one.folder for one in history.conversations.recent()} == {folder, None}
    history.folders.remove(folder)  # which changes its conversations too
    assert {one.folder for one in history.conversations.recent()} == {None}
    history.conversations.delete(other)
    assert _listed(history) == [kept]
    assert [one.id for one in history.conversations.deleted()] == [other]


def test_everything_kept_is_there_after_reopening(path: Path) -> None:
    overrides = SamplingOverrides().with_value("top_k", 0).with_value("max_thinking_tokens", None)
    with History.open(path) as history:
        kept = history.conversations.create(mode="balanced").id
        say(history, kept, "What is 梯度消失?", "It vanishes.")
        history.conversations.save_draft(kept, "And 👩‍👩‍👧‍👦?\n")
        history.conversations.save_instructions(kept, "用中文回答。")
        history.conversations.save_mode(kept, "math", overrides)
        before = history.conversations.get(kept)
    with History.open(path) as history:
        after = history.conversations.get(kept)
    assert after == before
    assert after.draft == "And 👩‍👩‍👧‍👦?\n"
    assert after.instructions == "用中文回答。"
    assert after.mode == "math"
    assert after.overrides == overrides
    assert after.title == "What is 梯度消失?"


def test_list_begins_with_the_one_used_last(history: History) -> None:
    first, second, third = (history.conversations.create(mode="balanced").id for _ in range(3))
    assert _listed(history) == [third, second, first]
    question = history.messages.ask(first, "hello")
    assert _listed(history) == [first, third, second]
    history.messages.ask(second, "hello")
    history.messages.begin_answer(question)
    assert _listed(history) == [first, second, third]


def test_only_new_messages_count_as_use(history: History) -> None:
    older = history.conversations.create(mode="balanced").id
    question, answer = say(history, older, "hello", "hi")
    newer = history.conversations.create(mode="balanced").id
    history.conversations.rename(older, "Greetings")
    history.conversations.save_draft(older, "draft")
    history.conversations.save_instructions(older, "instructions")
    history.conversations.save_mode(older, "code", SamplingOverrides())
    history.messages.update_answer(answer, content="late", thinking=None)
    history.messages.choose(question)
    history.conversations.delete(older)
    history.conversations.restore(older)
    assert _listed(history) == [newer, older]


def test_title_comes_from_the_first_question_alone(history: History, conversation: int) -> None:
    say(history, conversation, "## Why is the *sky* blue?\nExplain.", "<think>Rayleigh</think> scattering")
    history.messages.ask(conversation, "And the sea?")
    assert history.conversations.get(conversation).title == "Why is the sky blue?"
    assert history.conversations.recent()[0].title == "Why is the sky blue?"


def test_title_given_by_the_user_stays(history: History, conversation: int) -> None:
    assert history.conversations.rename(conversation, "  My\n title ") == "My title"
    history.messages.ask(conversation, "hello")
    found = history.conversations.get(conversation)
    assert (found.title, found.title_source) == ("My title", TitleSource.USER)


def test_empty_title_brings_the_automatic_one_back(history: History, conversation: int) -> None:
    history.conversations.rename(conversation, "Mine")
    history.messages.ask(conversation, "hello")
    assert history.conversations.rename(conversation, " \n") == "hello"
    assert history.conversations.get(conversation).title_source is TitleSource.AUTO
    untitled = history.conversations.create(mode="balanced").id
    assert history.conversations.rename(untitled, "") == ""


def test_deleting_is_undone_by_restoring(history: History, conversation: int) -> None:
    question, answer = say(history, conversation, "hello", "hi")
    before = history.conversations.get(conversation)
    history.conversations.delete(conversation)
    assert _listed(history) == []
    history.conversations.restore(conversation)
    assert _listed(history) == [conversation]
    assert history.conversations.get(conversation) == before
    assert [message.id for message in history.messages.thread(conversation)] == [question, answer]


def test_answer_goes_on_while_its_conversation_is_deleted(history: History, conversation: int) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    history.conversations.delete(conversation)
    history.messages.update_answer(answer, content="still writing", thinking=None)
    history.conversations.restore(conversation)
    assert history.messages.get(answer).content == "still writing"


def test_purging_removes_what_was_deleted_before(history: History, clock: Clock) -> None:
    first, second, third = (history.conversations.create(mode="balanced").id for _ in range(3))
    _, answer = say(history, first, "hello", "hi")
    history.conversations.delete(first)
    between = clock()
    history.conversations.delete(second)
    assert history.conversations.empty_bin(deleted_before_ms=between) == (first,)
    with pytest.raises(KeyError):
        history.conversations.get(first)
    with pytest.raises(KeyError):
        history.messages.get(answer)
    history.conversations.restore(second)
    assert history.conversations.empty_bin() == ()
    assert _listed(history) == [third, second]


def test_opening_purges_what_was_in_the_recycle_bin_for_30_days(path: Path, clock: Clock) -> None:
    with History.open(path, clock=clock) as history:
        kept, older, newer = (history.conversations.create(mode="balanced").id for _ in range(3))
        history.conversations.delete(older)
        clock.now += 15 * _DAY_MS
        history.conversations.delete(newer)
    clock.now += 15 * _DAY_MS
    with History.open(path, clock=clock) as history:
        assert history.opening.purged == (older,)
        assert _listed(history) == [kept]
        assert [summary.id for summary in history.conversations.deleted()] == [newer]


def test_purged_words_are_gone_from_the_file(path: Path) -> None:
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        say(history, conversation, "a secret: quetzalcoatlus " * 2000, "noted")
    assert b"quetzalcoatlus" in path.read_bytes()
    with History.open(path) as history:
        history.conversations.delete(conversation)
        history.conversations.empty_bin()
    assert b"quetzalcoatlus" not in path.read_bytes()


def test_ids_are_never_given_out_twice(history: History, conversation: int) -> None:
    history.conversations.delete(conversation)
    history.conversations.empty_bin()
    assert history.conversations.create(mode="balanced").id > conversation


def test_deep_thread_is_purged_whole(history: History, conversation: int) -> None:
    answer = 0
    for number in range(750):  # more messages in one line than the 1,000 levels that SQLite would cascade
        _, answer = say(history, conversation, f"question {number}", f"answer {number}")
    history.messages.finish_answer(answer, state=history.messages.get(answer).state, content="", record=RECORD)
    history.conversations.delete(conversation)
    assert history.conversations.empty_bin() == (conversation,)
    with pytest.raises(KeyError):
        history.messages.get(answer)


def test_unknown_conversation_is_a_bug_of_the_caller(history: History) -> None:
    unknown = 99
    for call in (
        lambda: history.conversations.get(unknown),
        lambda: history.conversations.rename(unknown, "title"),
        lambda: history.conversations.rename(unknown, ""),
        lambda: history.conversations.save_draft(unknown, "draft"),
        lambda: history.conversations.save_mode(unknown, "code", SamplingOverrides()),
        lambda: history.conversations.delete(unknown),
        lambda: history.conversations.restore(unknown),
        lambda: history.messages.ask(unknown, "hello"),
        lambda: history.messages.thread(unknown),
    ):
        with pytest.raises(KeyError):
            call()


def test_broken_unicode_is_stored_as_text(history: History, conversation: int) -> None:
    history.conversations.save_draft(conversation, "joined \ud83d\ude00, single \ud83d.")
    assert history.conversations.get(conversation).draft == "joined 😀, single \ufffd."
    question = history.messages.ask(conversation, "\udc00 hello \x00 world")
    assert history.messages.get(question).content == "\ufffd hello \x00 world"
