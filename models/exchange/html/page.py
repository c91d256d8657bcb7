"""The page around the messages."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

from models.engine import Role
from models.exchange.html.blocks import blocks_html
from models.exchange.html.inline import text_html
from models.exchange.record_line import record_line
from models.exchange.values import ExportOptions
from models.history import History, Message
from models.markdown import read_markdown
from models.resources import resource
from models.texts import Phrasebook

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<header><h1>{title}</h1><p class="when">{when}</p></header>
{messages}
</main>
</body>
</html>
"""


def html_file(history: History, conversation: int, options: ExportOptions, say: Phrasebook) -> str:
    """Return the visible thread as a page. Raises KeyError where there is no conversation of that id."""
    found = history.conversations.get(conversation)
    style = resource("export", "page.css").read_text("utf-8")
    messages = (_message(message, history, options, say) for message in history.messages.thread(conversation))
    return _PAGE.format(
        language=say.language.replace("_", "-"),
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        title=escape(found.title) or escape(say("exchange.untitled")),
        style=style,
        when=_date(found.created_ms),
        messages="\n".join(messages),
    )


def _message(message: Message, history: History, options: ExportOptions, say: Phrasebook) -> str:
    asked = message.role is Role.USER
    name = say("exchange.question" if asked else "exchange.answer")
    parts = [f'<article class="{"question" if asked else "answer"}">', f"<h2>{escape(name)}</h2>"]
    parts.extend(_attachments(message, history))
    notes = f"m{message.id}-"
    if options.thinking and message.thinking:
        heading = f"<summary>{escape(say('exchange.thinking'))}</summary>"
        thought = blocks_html(read_markdown(message.thinking, say("transcript.image")), f"{notes}t-")
        parts.append(f"<details open>{heading}\n{thought}</details>")
    if asked:
        parts.append(f'<div class="typed">{text_html(message.content)}</div>')
    else:
        parts.append(blocks_html(read_markdown(message.content, say("transcript.image")), notes))
    if options.records and message.record is not None:
        parts.append(f'<p class="record">{escape(record_line(message.record, say))}</p>')
    parts.append("</article>")
    return "\n".join(parts)


def _attachments(message: Message, history: History) -> Iterator[str]:
    for one in message.attachments:
        text = escape(history.messages.attachment(one.id).text)
        yield f"<details><summary>{escape(one.name)}</summary><pre>{text}</pre></details>"


def _date(milliseconds: int) -> str:
    """Return a day, in the user's own time zone."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone().strftime("%Y-%m-%d")
