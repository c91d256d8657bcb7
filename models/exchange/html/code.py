"""Code as HTML, coloured by the classes that the page's style sheet knows."""

from html import escape

_LARGEST = 60_000  # characters; larger code stays plain
_FAMILIES = {
    "Comment": "c",
    "Keyword": "k",
    "Literal.String": "s",
    "Literal.Number": "m",
    "Operator.Word": "k",
    "Name.Function": "f",
    "Name.Class": "f",
    "Name.Builtin": "b",
    "Name.Tag": "k",
    "Name.Attribute": "f",
    "Name.Decorator": "f",
    "Generic.Deleted": "d",
    "Generic.Inserted": "i",
    "Generic.Heading": "k",
}
"""Pygments' kinds of tokens, each with all below it, and the classes of the style sheet."""


def code_html(code: str, language: str) -> str:
    """Return code with its language as HTML."""
    label = f'<div class="language">{escape(language)}</div>' if language else ""
    return f'<div class="code">{label}<pre><code>{_coloured(code, language)}</code></pre></div>'


def _coloured(code: str, language: str) -> str:
    if not language or len(code) > _LARGEST:
        return escape(code)
    from pygments.lexers import get_lexer_by_name  # only where code has a language
    from pygments.token import string_to_tokentype
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(code)
    families = [(string_to_tokentype(name), short) for name, short in _FAMILIES.items()]
    parts = []
    for kind, text in lexer.get_tokens(code):
        short = next((short for family, short in families if kind[: len(family)] == family), "")
        parts.append(f'<span class="{short}">{escape(text)}</span>' if short else escape(text))
    return "".join(parts)
