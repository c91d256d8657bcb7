"""Footnotes: `[^1]: text` on lines of its own, which may go on indented, and `[^1]` where the text refers to it."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

REFERENCE: Final = "note_reference"
"""The type of the token of a reference; its content is the note's name."""

_DEFINITION = re.compile(r"\[\^([^\s\[\]^]{1,40})\]:")
_REFERENCE = re.compile(r"\[\^([^\s\[\]^]{1,40})\]")
_INDENT = 4  # columns of the lines that belong to a note


def add_notes(parser: MarkdownIt) -> None:
    """Teach a parser footnotes.

    Numbers always refer to a note, since the note itself mostly comes later; other names only where it is defined: in
    `[^a-z]` they mean something else. Definitions are kept with those of links, their labels begin with "^".
    """
    parser.block.ruler.before("reference", "note", _definition, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.before("link", "note", _reference)


def is_number(label: str) -> bool:
    """Return whether the normalized `label` of a definition is that of a numbered note."""
    return label.startswith("^") and label[1:].isdecimal()


def _definition(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803 - a rule
    if state.is_code_block(startLine):
        return False
    start = state.bMarks[startLine] + state.tShift[startLine]
    match = _DEFINITION.match(state.src, start, state.eMarks[startLine])
    if match is None:
        return False
    if silent:
        return True
    token = state.push("note_open", "", 1)
    token.info = match[1]
    token.map = [startLine, startLine + 1]
    kept = _enter(state, startLine, match.end())
    state.md.block.tokenize(state, startLine, endLine)
    state.bMarks[startLine], state.tShift[startLine], state.sCount[startLine] = kept
    state.blkIndent -= _INDENT
    token.map = [startLine, state.line]
    state.push("note_close", "", -1)
    label = "^" + normalizeReference(match[1])
    definition = {"title": "", "href": "", "map": [startLine, state.line]}
    state.env.setdefault("references", {}).setdefault(label, definition)
    return True


def _enter(state: StateBlock, line: int, start: int) -> tuple[int, int, int]:
    """Let `line` begin at `start`, as deep as what belongs to the note; return what that changed."""
    kept = state.bMarks[line], state.tShift[line], state.sCount[line]
    text = start
    while text < state.eMarks[line] and state.src[text] in " \t":
        text += 1
    state.bMarks[line], state.tShift[line] = start, text - start
    state.blkIndent += _INDENT
    state.sCount[line] = state.blkIndent
    return kept


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - a rule
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    known = f"^{normalizeReference(match[1])}" in state.env.get("references", {})
    if not known and not match[1].isdecimal():
        return False
    if not silent:
        token = state.push(REFERENCE, "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True
