"""Which messages of a thread the model is told, and what it is told of them."""

from dataclasses import replace

from models.engine import Role
from models.history import History, Message, told_text


def told_messages(thread: tuple[Message, ...]) -> tuple[Message, ...]:
    """Return the messages of a thread that make a prompt.

    An exchange whose answer never came to a text is left out; the last message, a question, stays. A question may be
    nothing but files.
    """
    told = []
    for index, message in enumerate(thread):
        following = thread[index + 1] if index + 1 < len(thread) else None
        unanswered = following is not None and following.role is Role.ASSISTANT and not _says_anything(following)
        if _says_anything(message) and not (message.role is Role.USER and unanswered):
            told.append(message)
    return tuple(told)


def _says_anything(message: Message) -> bool:
    return bool(message.content.strip() or message.attachments)


def first_told(thread: tuple[Message, ...], dropped: int) -> int | None:
    """Return the id of the first message the model was told, where it was not told the oldest `dropped` of a prompt.

    `thread` ends with the question. None where nothing was dropped.
    """
    told = told_messages(thread)
    return told[min(dropped, len(told) - 1)].id if dropped > 0 and told else None


def with_files(thread: tuple[Message, ...], history: History) -> tuple[Message, ...]:
    """Return a thread in which the contents are what the model is told: the files of a question stand before it."""
    return tuple(_with_files(message, history) if message.attachments else message for message in thread)


def _with_files(message: Message, history: History) -> Message:
    files = [history.messages.attachment(info.id) for info in message.attachments]
    return replace(message, content=told_text(message.content, files))
