"""Bounds that keep hostile text from taking long or getting lost: depth, and markup in what is very long."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import blockquote as quote_rule
from markdown_it.rules_block import list_block as list_rule
from markdown_it.rules_core import StateCore

_LONGEST: Final = 10_000  # characters of running text that are searched for marks
_MOST_BRACKETS: Final = 200  # each is looked at again for every one before it
_DEEPEST: Final = 80  # levels, of which a list takes two; deeper marks are text
_DEEPEST_QUOTE: Final = 30  # each goes through all of its lines again


def add_bounds(parser: MarkdownIt) -> None:
    """Let a parser read nothing deeper than it can tell, and no marks in what `is_unmarked`."""
    parser.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.at("inline", _inline)


def is_unmarked(text: str) -> bool:
    """Return whether running text is so long or has so many brackets that it is shown as it stands."""
    return len(text) > _LONGEST or text.count("[") > _MOST_BRACKETS


def _quote(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803 - a rule
    return state.level < _DEEPEST_QUOTE and quote_rule(state, startLine, endLine, silent)


def _list(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803 - a rule
    return state.level < _DEEPEST and list_rule(state, startLine, endLine, silent)


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            if token.children is None:
                token.children = []
            if not is_unmarked(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
