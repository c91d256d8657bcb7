"""Lines of a source text and the offsets at which they begin."""

import re

_NEWLINE = re.compile(r"\r\n?")


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
    """Return the end of the last line with text on it, of the lines between `start` and `end`."""
    while (newline := text.rfind("\n", start, end)) >= 0 and not text[newline + 1 : end].strip():
        end = newline
    return end
