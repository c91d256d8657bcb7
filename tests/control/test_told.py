"""How many messages a prompt left out says where in the thread the model began to read."""

import pytest

from desktop.control.told import first_told, told_messages
from models.engine import Role
from models.history import AnswerState, Message


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
        record=None,
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
