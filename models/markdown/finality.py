"""What of a text that grows is final: nothing that comes later can change it."""

from models.markdown.blocks import Code
from models.markdown.read import References, Unit


def count_final(units: list[Unit], text: str) -> int:
    """Return how many leading units of `text` nothing that follows can change."""
    whole = text.count("\n")  # the last line may go on
    if units and units[-1].is_fence and _is_closed(units[-1]) and units[-1].end_line <= whole:
        return len(units)
    for index in range(len(units) - 1, 0, -1):
        first, before = units[index].first_line, units[index - 1]
        # The line after next decides whether a table begins; a link definition may still take lines of text.
        touching = before.end_line >= first and (not before.is_definition or units[index].is_definition)
        if first + 1 < whole and not units[index].is_open and (touching or not _line(text, first - 1).strip()):
            return index
    return 0


def length_until(units: list[Unit], cut: int, text: str) -> int:
    """Return how much of `text` the first `cut` units and the empty lines after them take."""
    if cut == 0:
        return 0
    return _offset_of(text, units[cut - 1].end_line if cut == len(units) else units[cut].first_line)


def final_definitions(defined: References, text: str, length: int) -> References:
    """Return those of the link definitions that end in the first `length` characters of `text`."""
    line = text.count("\n", 0, length)
    is_all = length == len(text)
    return {label: value for label, value in defined.items() if is_all or _end_line(value) <= line}


def _line(text: str, index: int) -> str:
    start = _offset_of(text, index)
    return text[start : _offset_of(text, index + 1)]


def _offset_of(text: str, line: int) -> int:
    at = 0
    for _ in range(line):
        at = text.find("\n", at) + 1
    return at


def _is_closed(unit: Unit) -> bool:
    block = unit.blocks[0]
    return isinstance(block, Code) and block.closed


def _end_line(definition: dict[str, object]) -> int:
    lines = definition.get("map")
    return int(lines[1]) if isinstance(lines, list | tuple) else 0
