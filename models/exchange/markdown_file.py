"""A conversation's visible thread as a Markdown file."""

import re
from collections.abc import Iterator

from models.engine import Role
from models.exchange.record_line import record_line
from models.exchange.values import ExportOptions
from models.history import History, Message
from models.texts import Phrasebook

_TICKS = re.compile(r"`{3,}")


def markdown_file(history: History, conversation: int, options: ExportOptions, say: Phrasebook) -> str:
    """Return the visible thread as Markdown: a heading above each message, its own text as it is.

    Raises KeyError where there is no conversation of that id.
    """
    title = history.conversations.get(conversation).title
    parts = [f"# {title}"] if title else []
    for message in history.messages.thread(conversation):
        parts.extend(_message(message, history, options, say))
    return "\n\n".join(parts) + "\n"


def _message(message: Message, history: History, options: ExportOptions, say: Phrasebook) -> Iterator[str]:
    yield "## " + say("exchange.question" if message.role is Role.USER else "exchange.answer")
    for one in message.attachments:
        yield _attachment(one.name, history.messages.attachment(one.id).text)
    if options.thinking and message.thinking:
        quoted = "\n".join(f"> {line}".rstrip() for line in message.thinking.strip().splitlines())
        yield f"> **{say('exchange.thinking')}**\n>\n{quoted}"
    content = message.content.strip("\n")
    if content:
        yield content
    if options.records and message.record is not None:
        yield f"*{record_line(message.record, say)}*"


def _attachment(name: str, text: str) -> str:
    ticks = "`" * max([3, *(len(found) + 1 for found in _TICKS.findall(text))])
    return f"**{name}**\n\n{ticks}\n{text.rstrip(chr(10))}\n{ticks}"
