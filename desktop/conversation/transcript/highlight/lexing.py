"""Lexing code with Pygments, which is loaded for the first block."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from desktop.conversation.transcript.highlight.marks import Kind, Mark, Marks

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType


class GivenUpError(Exception):
    """Lexing was not worth its time any more."""


def lex(code: str, language: str, gives_up: Callable[[], bool] = lambda: False) -> Marks:
    """Return the marks of `code`; none where the language is not known.

    Some lexers take minutes for text that is no code of theirs: `gives_up` is asked after every token. Raises
    GivenUpError when it says so.
    """
    lexer = _lexer(language)
    if lexer is None:
        return ()
    return tuple(tuple(line) for line in _lines(_watched(lexer.get_tokens(code), gives_up)))


def _watched(
    tokens: "Iterable[tuple[_TokenType, str]]", gives_up: Callable[[], bool]
) -> "Iterator[tuple[_TokenType, str]]":
    for token in tokens:
        if gives_up():
            raise GivenUpError
        yield token


def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        # Pygments would strip blank lines at both ends and expand tabs: the offsets must stay those of the block.
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _lines(tokens: "Iterable[tuple[_TokenType, str]]") -> Iterator[list[Mark]]:
    line: list[Mark] = []
    column = 0
    for token, value in tokens:
        kind = _kind(token)
        first, *rest = value.split("\n")
        _mark(line, column, first, kind)
        column += len(first)
        for part in rest:
            yield line
            line, column = [], len(part)
            _mark(line, 0, part, kind)
    yield line


def _mark(line: list[Mark], column: int, text: str, kind: Kind | None) -> None:
    if kind is not None and text.strip():
        line.append(Mark(column, len(text), kind))


def _kind(token: "_TokenType") -> Kind | None:
    from pygments import token as names

    kinds = (
        (names.Comment, Kind.COMMENT),
        (names.Name.Builtin, Kind.BUILTIN),
        (names.Keyword.Type, Kind.BUILTIN),
        (names.Keyword, Kind.KEYWORD),
        (names.Operator.Word, Kind.KEYWORD),
        (names.Name.Tag, Kind.KEYWORD),
        (names.String, Kind.STRING),
        (names.Number, Kind.NUMBER),
        (names.Keyword.Constant, Kind.NUMBER),
        (names.Name.Function, Kind.NAME),
        (names.Name.Class, Kind.NAME),
        (names.Name.Decorator, Kind.NAME),
        (names.Name.Attribute, Kind.NAME),
        (names.Generic.Inserted, Kind.INSERTED),
        (names.Generic.Deleted, Kind.DELETED),
        (names.Generic.Heading, Kind.NAME),
    )
    # A token type is a tuple of names that knows its subtypes; the stubs only see the tuple.
    return next((kind for parent, kind in kinds if token in parent), None)  # type: ignore[comparison-overlap]
