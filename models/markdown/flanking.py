"""Whether a run of emphasis marks can open or close, by CommonMark's rule and so that it works between Han characters.

CommonMark asks which of a mark's neighbours are spaces and punctuation. Chinese writes no spaces, and its punctuation
stands inside the marks, as the colon in "**答案：**是", where that rule finds no end. So Chinese, Japanese and Korean
letters and punctuation all count as letters, and as places before and after which any mark may stand.
"""

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

_EAST_ASIAN = ((0x1100, 0x11FF), (0x2E80, 0xA4CF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F))
_EAST_ASIAN_TOO = ((0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
_QUOTES = "\u2018\u2019\u201c\u201d\u2014\u2026\u00b7"  # Chinese shares these marks with the West


class MarkdownState(StateInline):
    """The parser's state within one piece of running text, with our rule for the marks of emphasis."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: FBT001, N802, N803 - the parser's name
        """Return whether the run of marks at `start` can open or close, and how long it is."""
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        opens, closes = flanks(before, after, may_split_words=canSplitWord)
        return Scanned(opens, closes, end - start)


class InlineParser(ParserInline):
    """The parser of running text."""

    def parse(self, src: str, md: object, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Add the tokens of `src` to `tokens`, and return these."""
        state = MarkdownState(src, md, env, tokens)  # type: ignore[arg-type]
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def flanks(before: str, after: str, *, may_split_words: bool) -> tuple[bool, bool]:
    """Return whether a run of marks between two characters can open, and whether it can close.

    The beginning and the end of a text count as spaces. "_" may not split words, "*" and "~" may.
    """
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    asian_before, asian_after = _is_east_asian(before, after), _is_east_asian(after, before)
    mark_before = not asian_before and _is_punctuation(before)
    mark_after = not asian_after and _is_punctuation(after)
    left = not space_after and (not mark_after or space_before or mark_before or asian_before)
    right = not space_before and (not mark_before or space_after or mark_after or asian_after)
    opens = left and (may_split_words or not right or mark_before)
    closes = right and (may_split_words or not left or mark_after)
    return opens, closes


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _is_east_asian(character: str, other: str) -> bool:
    """Return whether a neighbour of marks is Chinese, Japanese or Korean; of shared quotes, `other` decides."""
    if character in _QUOTES:
        return _in_ranges(other)
    return _in_ranges(character)


def _in_ranges(character: str) -> bool:
    code = ord(character)
    return code >= _EAST_ASIAN[0][0] and any(low <= code <= high for low, high in _EAST_ASIAN + _EAST_ASIAN_TOO)
