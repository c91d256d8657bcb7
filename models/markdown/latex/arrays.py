r"""The lines of arrays: the bars of `\begin{array}{c|c}` and every `\hline`, which the converter mixes up.

They are taken out of the LaTeX before it is converted, and noted at the table that comes of the array.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

_FIRST_MARK: Final = 0xE000  # of the private characters: one stands in the first cell of each array until it is found
_LAST_MARK: Final = 0xF8FF
_MOST_COLUMNS: Final = 100
_PRIVATE = re.compile(f"[{chr(_FIRST_MARK)}-{chr(_LAST_MARK)}]")
_COLUMNS_ATTRIBUTE: Final = "data-column-rules"
_ROWS_ATTRIBUTE: Final = "data-row-rules"

_GROUP: Final = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_STEP = re.compile(
    rf"\\begin\s*\{{array\}}\s*(?:\[[tbc]\])?\s*\{{(?P<columns>(?:[^{{}}]|{_GROUP})*)\}}"
    r"|(?P<begin>\\begin\s*\{[a-zA-Z]+\*?\}|\{)|(?P<end>\\end\s*\{[a-zA-Z]+\*?\}|\})"
    r"|(?P<row>\\\\(?:\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?|\\cr(?![a-zA-Z]))|(?P<line>\\h(?:dash)?line(?![a-zA-Z]))|\\.",
    re.DOTALL,
)
_REPEATED = re.compile(r"\*\s*\{(\d+)\}\s*\{([^{}]*)\}")
_COLUMN = re.compile(rf"(?P<align>[lcr])|[pmb]\s*{_GROUP}|[@!<>]\s*{_GROUP}|(?P<bar>[|:])")


@dataclass(frozen=True, slots=True)
class Rules:
    """Where the lines of a table are: before the columns and rows of these numbers; the last number is the far edge."""

    columns: frozenset[int] = frozenset()
    rows: frozenset[int] = frozenset()

    @classmethod
    def of(cls, table: Element) -> "Rules":
        """Return the lines that were noted at an `mtable`."""
        return cls(_numbers(table.get(_COLUMNS_ATTRIBUTE, "")), _numbers(table.get(_ROWS_ATTRIBUTE, "")))

    def note(self, table: Element) -> None:
        """Write the lines down at an `mtable`."""
        table.set(_COLUMNS_ATTRIBUTE, " ".join(map(str, sorted(self.columns))))
        table.set(_ROWS_ATTRIBUTE, " ".join(map(str, sorted(self.rows))))

    @staticmethod
    def forget(table: Element) -> None:
        """Remove what was written down."""
        table.attrib.pop(_COLUMNS_ATTRIBUTE, None)
        table.attrib.pop(_ROWS_ATTRIBUTE, None)


def _numbers(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split()))


def has_marks(tex: str) -> bool:
    """Return whether a formula holds characters that are used as marks here; it cannot be converted then."""
    return _PRIVATE.search(tex) is not None


@dataclass(slots=True)
class _Array:
    columns: frozenset[int]
    rows: set[int] = field(default_factory=set)
    row: int = 0


def take_rules(tex: str) -> tuple[str, list[Rules]]:
    """Return the formula without its lines but with a mark in each array, and the lines in the order of the marks."""
    pieces: list[str] = []
    arrays: list[_Array] = []
    within: list[_Array | None] = [None]  # the innermost group or environment last; None for all but arrays
    at = 0
    for step in _STEP.finditer(tex):
        innermost = within[-1]
        pieces.append(tex[at : step.start()])
        at = step.end()
        if step["columns"] is not None:
            letters, bars = _columns(step["columns"])
            arrays.append(_Array(bars))
            within.append(arrays[-1])
            pieces.append(rf"\begin{{array}}{{{letters}}}{chr(_FIRST_MARK + len(arrays) - 1)} ")
            continue
        if step["begin"] is not None:
            within.append(None)
        elif step["end"] is not None and len(within) > 1:
            within.pop()
        elif step["row"] is not None:
            if innermost is not None:
                innermost.row += 1
            pieces.append(r"\\ ")  # the converter would show the space that may be asked for after it
            continue
        elif innermost is not None and step["line"] is not None:
            innermost.rows.add(innermost.row)
            pieces.append(" ")
            continue
        pieces.append(step[0])
    pieces.append(tex[at:])
    return "".join(pieces), [Rules(array.columns, frozenset(array.rows)) for array in arrays]


def _columns(text: str) -> tuple[str, frozenset[int]]:
    """Return the letters of an array's columns, and before which of them there are bars."""
    text = _REPEATED.sub(lambda match: match[2] * min(int(match[1]), _MOST_COLUMNS), text)
    letters: list[str] = []
    bars: set[int] = set()
    for match in _COLUMN.finditer(text):
        if match["bar"] is not None:
            bars.add(len(letters))
        elif match["align"] is not None:
            letters.append(match["align"])
        elif match[0][0] in "pmb":
            letters.append("l")
    return "".join(letters[:_MOST_COLUMNS]) or "c", frozenset(bars)


def note_rules(root: Element, rules: list[Rules]) -> bool:
    """Note the lines at the tables of a converted formula; return whether each was found."""
    found = 0
    stack: list[tuple[Element, Element | None]] = [(root, None)]
    while stack:
        element, table = stack.pop()
        inner = element if element.tag == "mtable" else table
        for child in list(element):
            text = child.text or ""
            if len(text) == 1 and _FIRST_MARK <= ord(text) <= _LAST_MARK and element.tag == "mtd" and inner is not None:
                rules[ord(text) - _FIRST_MARK].note(inner)
                element.remove(child)
                found += 1
            else:
                stack.append((child, inner))
    return found == len(rules)
