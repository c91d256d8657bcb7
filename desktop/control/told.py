"""Which messages of a thread the model is told."""

from models.engine import Role
from models.history import Message


def told_messages(thread: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return the messages of a thread that make a prompt.

    An exchange whose answer never came to a text is left out; the last message, a question, stays.
    """
    told = []
    for index, message in enumerate(thread):
        following = thread[index + 1] if index + 1 < len(thread) else None
        unanswered = following is not None and not following.content.strip()
        if message.content.strip() and not (message.role is Role.USER and unanswered):
            told.append(message)
    return tuple(told)


def first_told(thread: tuple[Message, ...], dropped: int) -> int | None:
    """Return the id of the first message the model was told, where it was not told the oldest `dropped` of a prompt.

    `thread` ends with the question. None where nothing was dropped.
    """
    told = told_messages(thread)
    return told[min(dropped, len(told) - 1)].id if dropped > 0 and told else None
