"""Finding the fenced code blocks of an answer, line by line."""

import re
from dataclasses import dataclass
from textwrap import dedent

_FENCE = re.compile(r"[ \t]*(?:>[ \t]?|(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s`{]*)")
"""The beginning of a fence, also in quotes and lists, and the language it names."""


@dataclass(frozen=True)
class CodeBlock:
    """What stands between two fences, without the indentation that all of it has. `language` is in small letters."""

    text: str
    language: str
    closed: bool


def code_blocks(text: str) -> tuple[CodeBlock, ...]:
    """Return the fenced code blocks of a text in their order."""
    blocks: list[CodeBlock] = []
    fence, language, lines = "", "", list[str]()
    for line in text.splitlines():
        if not fence:
            opening = _FENCE.match(line)
            if opening is not None:
                fence, language, lines = opening[1], opening[2].lower(), []
        elif _closes(line, fence):
            blocks.append(CodeBlock(dedent("\n".join(lines)), language, closed=True))
            fence = ""
        else:
            lines.append(line)
    if fence:
        blocks.append(CodeBlock(dedent("\n".join(lines)), language, closed=False))
    return tuple(blocks)


def _closes(line: str, fence: str) -> bool:
    """Say whether a line is nothing but a fence that is at least as long as the opening one."""
    marks = line.strip(" \t>")
    return len(marks) >= len(fence) and not marks.strip(fence[0])
