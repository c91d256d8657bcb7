"""Bounds that keep hostile text from taking long or getting lost: depth, large tables, and marks in what is long."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import blockquote as quote_rule
from markdown_it.rules_block import list_block as list_rule
from markdown_it.rules_block import table as table_rule
from markdown_it.rules_core import StateCore

from models.markdown.formulas import OPEN_END

_LONGEST: Final = 10_000  # characters of running text that are searched for marks
_MOST_BRACKETS: Final = 200  # each is looked at again for every one before it
_MOST_MARKS: Final = 3_000  # of emphasis; each is a piece of text of its own
_DEEPEST: Final = 80  # levels, of which a list takes two; deeper marks are text
_DEEPEST_QUOTE: Final = 30  # each goes through all of its lines again
_MOST_CELLS: Final = 1200  # a larger table is shown as its source
_FEW_MARKS: Final = 3  # at the beginning of a line; more are more work than the line itself

LARGE_TABLE: Final = "large_table"
"""The type of the token of a table that is shown as its source."""

_MARK = re.compile(r"[ \t]*+(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))")
_MARKS = re.compile(rf"(?:{_MARK.pattern})*+")


def add_bounds(parser: MarkdownIt) -> None:
    """Let a parser read nothing deeper than it can tell, no large tables, and no marks in what `is_unmarked`."""
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.at("inline", _inline)


def is_unmarked(text: str) -> bool:
    """Return whether running text is so long or has so many brackets or stars that it is shown as it stands."""
    if len(text) > _LONGEST or text.count("[") > _MOST_BRACKETS:
        return True
    return len(text) > _MOST_MARKS and sum(map(text.count, "*_~")) > _MOST_MARKS


def effort(line: str) -> int:
    """Return how many ordinary lines take as long to read as one that may be a list in a quote in a list, and so on."""
    marks = _MARKS.match(line)
    if marks is None or marks.end() <= 2 * _FEW_MARKS:
        return 1
    return 1 + max(0, len(_MARK.findall(marks[0])) - _FEW_MARKS)


def _table(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803 - a rule
    if silent or not table_rule(state, startLine, min(endLine, startLine + 2), True):  # noqa: FBT003 - its only way
        return table_rule(state, startLine, endLine, silent)
    head = state.src[state.bMarks[startLine + 1] : state.eMarks[startLine + 1]]
    columns = sum("-" in cell for cell in head.split("|"))
    end = _end_of_table(state, startLine + 2, endLine)
    if columns * (end - startLine - 1) <= _MOST_CELLS:
        return table_rule(state, startLine, endLine, silent)
    token = state.push(LARGE_TABLE, "", 0)
    token.map = [startLine, end]
    state.line = end
    return True


def _end_of_table(state: StateBlock, line: int, end: int) -> int:
    """Return the first line from `line` on that is no row of a table."""
    rules = state.md.block.ruler.getRules("blockquote")
    parent, state.parentType = state.parentType, "table"
    while line < end and not (
        state.sCount[line] < state.blkIndent
        or state.isEmpty(line)
        or state.is_code_block(line)
        or any(rule(state, line, end, True) for rule in rules)  # noqa: FBT003 - as above
    ):
        line += 1
    state.parentType = parent
    return line


def _quote(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803 - a rule
    return state.level < _DEEPEST_QUOTE and quote_rule(state, startLine, endLine, silent)


def _list(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803 - a rule
    return state.level < _DEEPEST and list_rule(state, startLine, endLine, silent)


def _inline(state: StateCore) -> None:
    """Read the marks of running text; those of cells are left to who reads the table, since a table grows by rows."""
    before = ""
    for token in state.tokens:
        if token.type == "inline":
            is_cell = before in {"th_open", "td_open"} and token.children is not state.env.get(OPEN_END)
            if token.children is None:
                token.children = []
            if not is_cell and not is_unmarked(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
        before = token.type
