"""How many messages a prompt left out says where in the thread the model began to read."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.control.told import first_told, told_messages, with_files
from models.engine import Role
from models.history import AnswerState, Attachment, AttachmentInfo, History, Message


def message(number: int, content: str) -> Message:
    """Return message `number` of a thread: odd ones are questions."""
    return Message(
        id=number,
        conversation=1,
        parent=number - 1 or None,
        role=Role.USER if number % 2 else Role.ASSISTANT,
        state=AnswerState.COMPLETE,
        created_ms=0,
        content=content,
        thinking=None,
        thinking_seconds=None,
        record_text=None,
        sibling_number=1,
        sibling_count=1,
    )


def thread(*contents: str) -> tuple[Message, ...]:
    """Return a thread of texts, which begins with a question."""
    return tuple(message(number, content) for number, content in enumerate(contents, start=1))


WHOLE = thread("One?", "First.", "Two?", "Second.", "Three?")
WITH_A_GAP = thread("One?", "First.", "Two?", " ", "Three?", "Third.", "Four?")


@pytest.mark.parametrize(
    ("messages", "dropped", "first"),
    [
        (WHOLE, 0, None),
        (WHOLE, 2, 3),
        (WHOLE, 4, 5),
        (WHOLE, 1, 2),
        (WITH_A_GAP, 2, 5),
        (WITH_A_GAP, 4, 7),
        (thread("", "", "One?", "First.", "Two?"), 2, 5),
        (thread("One?"), 0, None),
        (thread("One?"), 7, 1),
        ((), 2, None),
    ],
)
def test_the_first_message_that_was_told_is_found(messages: tuple[Message, ...], dropped: int, first: int) -> None:
    assert first_told(messages, dropped) == first


def test_exchanges_that_came_to_nothing_are_not_told() -> None:
    assert [one.id for one in told_messages(WITH_A_GAP)] == [1, 2, 5, 6, 7]


def test_a_question_of_files_alone_is_told() -> None:
    alone = replace(message(1, ""), attachments=(AttachmentInfo(1, "a.txt", 3, 3),))
    assert [one.id for one in told_messages((alone, message(2, "Seen."), message(3, "More?")))] == [1, 2, 3]


def test_a_question_whose_answer_was_deleted_is_told_with_the_files_after_it() -> None:
    alone = replace(message(3, ""), attachments=(AttachmentInfo(1, "a.txt", 3, 3),))
    assert [one.id for one in told_messages((message(1, "Read what comes."), alone))] == [1, 3]


def test_files_are_told_before_their_question_and_nothing_else_changes(tmp_path: Path) -> None:
    with History.open(tmp_path / "history.sqlite3") as history:
        conversation = history.conversations.create(mode="balanced").id
        history.messages.ask(conversation, "Plain?")
        history.messages.ask(conversation, "What is it?", (Attachment("a.py", "x = 1\n", 6), Attachment("b", "```", 3)))
        kept = history.messages.thread(conversation)
        told = with_files(kept, history)
    assert told[0] == kept[0]
    assert told[1].content == "a.py:\n```py\nx = 1\n```\n\nb:\n````\n```\n````\n\nWhat is it?"
    assert replace(told[1], content="What is it?") == kept[1]
