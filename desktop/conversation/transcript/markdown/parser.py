"""The one set-up of markdown-it: CommonMark with tables and strikethrough, HTML as text, formulas as they are."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_PAIRS = {r"\(": r"\)", r"\[": r"\]"}


@cache
def markdown_parser() -> MarkdownIt:
    """Return the parser; it keeps no state between texts."""
    # The CommonMark preset drops what is nested deeper than 20 levels, which is a list of 10.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "formula", _formula)
    return parser


def _formula(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a markdown-it rule
    """Take the source of a formula as plain text: Markdown would eat its backslashes and underscores."""
    end = _formula_end(state.src, state.pos, state.posMax)
    if end is None:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _formula_end(source: str, start: int, limit: int) -> int | None:
    opening = source[start : start + 2]
    if opening in _PAIRS:
        end = source.find(_PAIRS[opening], start + 2, limit)
        return None if end < 0 else end + 2
    if opening == "$$":
        end = source.find("$$", start + 2, limit)
        return None if end < 0 else end + 2
    if opening.startswith("$"):
        return _dollar_end(source, start, limit)
    return None


def _dollar_end(source: str, start: int, limit: int) -> int | None:
    """Return the end of `$...$` by Pandoc's rule, which leaves prices alone: `$5 and $6` is no formula."""
    if start + 1 >= limit or source[start + 1].isspace():
        return None
    end = source.find("$", start + 1, limit)
    if end < 0 or "\n" in source[start:end] or source[end - 1].isspace():
        return None
    if end + 1 < limit and source[end + 1].isdigit():
        return None
    return end + 1
