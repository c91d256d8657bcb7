r"""Formulas in Markdown: `$..$`, `$$..$$`, `\(..\)`, `\[..\]`, bare environments and `\boxed{..}`.

In running text the source of a formula stays as it is, with its delimiters; in lines of its own it is a block. A price
is no formula, nor is anything in code. What would be longer than a formula can be, or has a blank line in it, is text:
an opening that is never closed takes nothing with it.
"""

import re
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

LONGEST_FORMULA: Final = 4000
"""Characters; what is longer is text."""
_DEEPEST: Final = 20  # environments or groups within each other
_MOST_FAILURES: Final = 50  # openings in one paragraph that are never closed; after them, nothing opens any more
_LONGEST_DOLLAR: Final = 1000

_ENVIRONMENT: Final = (
    r"\\begin\s?\{(?P<name>(?:align(?:ed|at)?|gather(?:ed)?|equation|multline|split|cases|array|[bBpvV]?matrix"
    r"|smallmatrix)\*?)\}"
)
_OPENING = re.compile(rf"\$\$|\\\[|\\boxed\s?\{{|{_ENVIRONMENT}")
_INLINE_OPENING = re.compile(rf"\$\$|\\[\[(]|\\boxed\s?\{{|{_ENVIRONMENT}")
# Pandoc's rule, which leaves prices alone: no space inside the dollars, no digit after them.
_DOLLAR = re.compile(rf"\$(?![\s$])(?P<tex>(?:\\.|[^\\$`\n]){{1,{_LONGEST_DOLLAR}}})(?<!\s)\$(?!\d)")
_PRICE = re.compile(r"\d[^\\=^_]*?\s[A-Za-z]{2,}\s[^\\=^_]*?[A-Za-z]{2,}")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_STEP = re.compile(r"\\(?:begin|end)\s?\{[a-zA-Z]*\*?\}|\\.|[{}]", re.DOTALL)
_CONTENT = re.compile(r"[^\s\\]")
_PUNCTUATION = re.compile(r"[ \t]*(?P<mark>[.,;:!?。，；：！？]?)[ \t]*\Z")
_OPEN_DOLLAR = re.compile(r"\$(?![\s\d$])(?:\\.|[^\\$`\n])*\Z")
_ADDED = re.compile(r"[*_~`\s]+\Z")  # marks that close what is open around an unfinished formula

_TRIED: Final = "tried"
_NEVER: Final = -1
_FAILURES: Final = -1  # key in the cache of running text, whose other keys are offsets
OPEN_END: Final = "open_end"
"""Key of the parser's environment: the list for the tokens of the running text at the end, where the text goes on."""
GROWING: Final = "growing"
"""Key of the parser's environment: the text goes on, so a formula may still be closed."""


@dataclass(frozen=True, slots=True)
class Tex:
    """The LaTeX of a formula; `display` says that it is set as in lines of its own."""

    tex: str
    display: bool


def tex_of(source: str) -> Tex | None:
    """Return what is between the delimiters of a formula's source, None where it is not closed."""
    match = _DOLLAR.fullmatch(source)
    if match is not None:
        return Tex(match["tex"], display=False)
    opening = _INLINE_OPENING.match(source)
    if opening is None or _end_of(source, opening, len(source)) != len(source):
        return None
    if opening[0] in {"$$", r"\[", r"\("}:
        return Tex(source[2:-2], display=opening[0] != r"\(")
    return Tex(source, display=opening["name"] is not None)


def formula_end(source: str, start: int) -> int | None:
    """Return where the formula ends that begins at `start` of running text, None where none does or none is closed."""
    return _inline_end(source, start, len(source))


def add_formulas(parser: MarkdownIt) -> None:
    """Teach a parser formulas: tokens of the type `formula`, in running text and as blocks."""
    parser.inline.ruler.before("escape", "formula", _inline_formula)
    parser.block.ruler.before(
        "fence", "formula", _block_formula, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.core.ruler.before("inline", "formula_end", _find_end)


def _find_end(state: StateCore) -> None:
    """Note the running text at the end of a growing text: only there can a formula still be closed."""
    if not state.env.get(GROWING):
        return
    for token in reversed(state.tokens):
        if token.nesting != -1:
            if token.type == "inline":
                token.children = []
                state.env[OPEN_END] = token.children
            return


def _inline_formula(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a markdown-it rule
    failures = state.cache.get(_FAILURES, 0)
    if state.src[state.pos] not in "$\\" or failures > _MOST_FAILURES:
        return False
    end = _inline_end(state.src, state.pos, state.posMax)
    if end is None and state.env.get(OPEN_END) is state.tokens:
        end = _open_end(state.src, state.pos, state.posMax)
    if end is None:
        if _INLINE_OPENING.match(state.src, state.pos):
            state.cache[_FAILURES] = failures + 1
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _inline_end(source: str, start: int, limit: int) -> int | None:
    opening = _INLINE_OPENING.match(source, start, limit)
    if opening is not None:
        end = _end_of(source, opening, min(limit, start + LONGEST_FORMULA))
        return None if end == _NEVER else end
    match = _DOLLAR.match(source, start, limit)
    return None if match is None or _PRICE.match(match["tex"]) else match.end()


def _open_end(source: str, start: int, limit: int) -> int | None:
    """Return where an unfinished formula ends for now, None where none can begin at `start`."""
    if limit - start > LONGEST_FORMULA or "`" in source[start:limit]:
        return None
    opening = _INLINE_OPENING.match(source, start, limit)
    if opening is None and _OPEN_DOLLAR.match(source, start, limit) is None:
        return None
    if opening is not None and _end_of(source, opening, limit) is not None:
        return None
    added = _ADDED.search(source, start, limit)
    end = added.start() if added else limit
    return end if end > start else None


def _end_of(source: str, opening: re.Match[str], limit: int) -> int | None:
    """Return where the formula ends that begins with `opening`.

    None: it is not closed before `limit`; `_NEVER`: it would be none if it were.
    """
    first = opening.end()
    if opening[0] == "$$":
        close = source.find("$$", first, limit)
        end = None if close < 0 else close + 2
    elif opening[0] in {r"\[", r"\("}:
        end = _bracket_end(source, opening[0], first, limit)
    else:
        end = _group_end(source, opening, limit)
    content = limit if end is None else end - (1 if opening[0].endswith("{") else 2)
    if opening[0] == "$$" and "`" in source[first:content]:
        return _NEVER
    return end if end is None or _CONTENT.search(source, first, content) else _NEVER


def _bracket_end(source: str, opening: str, first: int, limit: int) -> int | None:
    closing = r"\]" if opening == r"\[" else r"\)"
    for step in _STEP.finditer(source, first, limit):
        if step[0] == closing:
            return step.end()
        if step[0] in {r"\(", r"\["}:  # formulas do not stand in each other: that one was never closed
            return _NEVER
    return None


def _group_end(source: str, opening: re.Match[str], limit: int) -> int | None:
    r"""Return the end of the group or the environment that `opening` begins."""
    wanted = opening["name"] is not None
    depth = 1
    for step in _STEP.finditer(source, opening.end(), limit):
        is_environment = len(step[0]) > 2  # noqa: PLR2004 - a backslash and one character
        if is_environment == wanted and step[0][0] in ("\\" if wanted else "{}"):
            depth += 1 if step[0] == "{" or step[0].startswith(r"\begin") else -1
            if depth == 0:
                return step.end()
            if depth > _DEEPEST:
                return _NEVER
    return None


def _block_formula(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as above
    start = state.bMarks[first] + state.tShift[first]
    opening = None if state.is_code_block(first) else _OPENING.match(state.src, start, state.eMarks[first])
    if opening is None:
        return False
    if not _may_try(state):
        return False
    limit = min(state.eMarks[end - 1], start + LONGEST_FORMULA)
    blank = _BLANK_LINE.search(state.src, start, limit)
    close = _end_of(state.src, opening, blank.start() if blank else limit)
    if close is None and state.env.get(GROWING) and blank is None and not state.src[limit:].strip():
        last = first + state.src.count("\n", start, limit)
        after = None
    elif close is None or close == _NEVER:
        return False
    else:
        last = first + state.src.count("\n", start, close)
        after = _PUNCTUATION.match(state.src, close, state.eMarks[last])
        if after is None:
            return False
    if any(state.sCount[number] < state.blkIndent for number in range(first + 1, last + 1)):
        return False
    if not silent:
        _push(state, first, last, after)
    return True


def _may_try(state: StateBlock) -> bool:
    """Return whether the text that begins where the parser stands has not failed too often."""
    where, failures = state.env.get(_TRIED, (-1, 0))
    failures = failures + 1 if where == state.line else 0
    state.env[_TRIED] = (state.line, failures)
    return bool(failures <= _MOST_FAILURES)


def _push(state: StateBlock, first: int, last: int, after: re.Match[str] | None) -> None:
    """Add the token of a formula; `after` is the mark that follows it, None while it is not closed."""
    lines = (
        state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
        for number in range(first, last + 1)
    )
    token = state.push("formula", "", 0)
    token.map = [first, last + 1]
    token.content = "\n".join(lines).rstrip()
    found = None if after is None else tex_of(token.content[: len(token.content) - len(after[0].rstrip())])
    tex = found.tex.strip() + after["mark"] if found is not None and after is not None else ""
    # While the last line goes on, the text after the formula may still make it part of a paragraph.
    goes_on = bool(state.env.get(GROWING)) and state.eMarks[last] >= len(state.src)
    token.meta = {"tex": tex, "open": goes_on or after is None}
    state.line = last + 1
