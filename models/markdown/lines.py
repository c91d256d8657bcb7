"""Lines of a source text and the offsets at which they begin."""

import re

_NEWLINE = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"(?:[ \t]*+\n)++")


def normalized(source: str) -> str:
    """Return the text with every line end as one newline and without NUL, as CommonMark asks."""
    if "\r" not in source and "\0" not in source:
        return source
    return _NEWLINE.sub("\n", source).replace("\0", "\ufffd")


def line_starts(text: str) -> list[int]:
    """Return the offset of every line, and that of the text's end."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    if starts[-1] != len(text):
        starts.append(len(text))
    return starts


def without_blank_end(text: str, start: int, end: int) -> int:
    """Return the end of the last line with text on it, of the lines between `start` and `end`; else of the first."""
    newline = text.find("\n", start + len(text[start:end].rstrip()), end)
    return end if newline < 0 else newline


def blank_lines_end(text: str, start: int = 0) -> int:
    """Return where the whole blank lines end that begin at `start`, which is at a line's beginning."""
    match = _BLANK_LINES.match(text, start)
    return start if match is None else match.end()
