"""From Markdown text to blocks that can be laid out one by one; no Qt here.

`GrowingMarkdown` reads a text that still grows and reads only its open end anew; `read_markdown` reads a whole one,
`read_verbatim` what the user typed. The blocks are `Paragraph`, `Heading`, `Code`, `Table` and `Rule` (together:
`Block`), nested by `Level`s of one `LevelKind`; their text is `Inline`, marked up in `Span`s of a `Style`.
`plain_text` is a block's text without its marks; offsets of blocks count in the `normalized` source.
"""

from desktop.conversation.transcript.markdown.blocks import (
    Alignment,
    Block,
    Code,
    Heading,
    Level,
    LevelKind,
    Paragraph,
    Rule,
    Table,
)
from desktop.conversation.transcript.markdown.growing import GrowingMarkdown, read_markdown
from desktop.conversation.transcript.markdown.inline import LINE_BREAK, Inline, Span, Style
from desktop.conversation.transcript.markdown.lines import normalized
from desktop.conversation.transcript.markdown.plain import plain_text
from desktop.conversation.transcript.markdown.verbatim import read_verbatim

__all__ = [
    "LINE_BREAK",
    "Alignment",
    "Block",
    "Code",
    "GrowingMarkdown",
    "Heading",
    "Inline",
    "Level",
    "LevelKind",
    "Paragraph",
    "Rule",
    "Span",
    "Style",
    "Table",
    "normalized",
    "plain_text",
    "read_markdown",
    "read_verbatim",
]
