"""How the unfinished end of a growing text is read, so that nothing flickers while its marks are half written."""

import re

from models.markdown.bounds import is_unmarked
from models.markdown.open_text import settled_text

# A last line that is only the beginning of a mark: drawn, it would be a heading or a list for an instant.
_UNDECIDED = re.compile(r"[ \t]*(?:(?:[-=*_+#>|`~:][ \t]*)+|\d{1,9}[.)]?[ \t]*)\Z")
_UNDECIDED_TASK = re.compile(r"(?:[ \t>]*+(?:[-*+]|\d{1,9}[.)])[ \t]++)++(?:\[(?:[ xX]\]?)?[ \t]*|\[[ xX]\][ \t]+)\Z")
_OPENING_FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:`{3,}[^`]*|~{3,}.*)\Z")
_DEFINITION = re.compile(r"[ \t>]*\[(?:[^\]^][^\]]*\]:.*|\^[^\]]*\]?:?[ \t]*)\Z")
_FENCE = re.compile(r"^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:```|~~~)", re.MULTILINE)
_ROW = re.compile(r"[ \t>]*\|")
# Lines with which running text begins anew, after the mark; and such that are no running text of what follows.
_MARKER = re.compile(r"(?:[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|\[\^[^\]]+\]:)[ \t]+)+")
_ANY_MARKER = re.compile(f"^{_MARKER.pattern}", re.MULTILINE)
_ENDED = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|\||```|~~~|\n)")
_CLOSING_MARKS = re.compile(r"[ \t]+#+[ \t]*\Z")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")


def settled(text: str) -> str:
    """Return what a growing text is drawn as.

    A mark that is not decided yet is left out: a line of mere marks, a link without its end, the head of a table. What
    is open is closed at the end: bold text, code.
    """
    start = text.rfind("\n") + 1
    if _is_undecided(text, start):
        text = text[:start]
    if len(_FENCE.findall(text)) % 2:  # in code, the marks mean themselves
        return text
    if _DEFINITION.match(text, start):
        text = text[:start]
    text = _without_table_head(text)
    start = _running_text(text)
    is_indented = text.startswith(("    ", "\t"), text.rfind("\n", 0, start) + 1)
    if is_unmarked(text[start:]) or (is_indented and not _ANY_MARKER.search(text)):
        return text
    return text[:start] + settled_text(text[start:])


def _is_undecided(text: str, start: int) -> bool:
    return any(kind.match(text, start) for kind in (_UNDECIDED, _UNDECIDED_TASK, _OPENING_FENCE))


def _without_table_head(text: str) -> str:
    """Leave out a line that is the head of a table if the next one says so."""
    end = len(text) - text.endswith("\n")
    start = text.rfind("\n", 0, end) + 1
    if not _ROW.match(text, start, end):
        return text
    before = text.rfind("\n", 0, max(start - 1, 0)) + 1
    return text if start and _ROW.match(text, before, start) else text[:start]


def _running_text(text: str) -> int:
    """Return where the running text begins that goes on at the end of `text`."""
    start = len(text)
    while True:
        line = text.rfind("\n", 0, max(start - 1, 0)) + 1
        is_last = start == len(text) and not text.endswith("\n")
        if start == 0 or (_ENDED.match(text, line, start) and not is_last):
            return start
        if marker := _MARKER.match(text, line):
            return marker.end()
        if is_last and _ROW.match(text, line):
            return line
        start = line
