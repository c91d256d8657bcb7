"""Code fences: what opens one, what closes it."""

import re
from dataclasses import dataclass

from markdown_it.common.utils import unescapeAll

_OPENING = re.compile(r"(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)")


@dataclass(frozen=True, slots=True)
class Fence:
    """An opening fence at the start of a line."""

    mark: str
    count: int
    language: str


def opening_fence(line: str) -> Fence | None:
    """Return the fence that `line` opens without indentation, or None."""
    match = _OPENING.match(line)
    if match is None or (line[0] == "`" and "`" in match["info"]):
        return None
    return Fence(line[0], len(match["marks"]), fence_language(match["info"]))


def fence_language(info: str) -> str:
    """Return the language a fence's info string names: its first word."""
    words = unescapeAll(info).split(maxsplit=1)
    return words[0] if words else ""


def closes(line: str, fence: Fence) -> bool:
    """Return whether `line` is the closing fence of `fence`."""
    marks = line.strip(" \t")
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return len(marks) >= fence.count and marks == fence.mark * len(marks) and len(indent.expandtabs(4)) < 4  # noqa: PLR2004


def may_close(line: str, fence: Fence) -> bool:
    """Return whether an unfinished `line` may become the closing fence."""
    marks = line.strip(" ")
    return bool(marks) and marks == fence.mark * len(marks)
