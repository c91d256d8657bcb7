"""The one set-up of markdown-it: CommonMark, tables, strikethrough, footnotes and formulas, with HTML as text."""

from functools import cache

from markdown_it import MarkdownIt

from models.markdown.bounds import add_bounds
from models.markdown.flanking import InlineParser
from models.markdown.formulas import add_formulas
from models.markdown.notes import add_notes


@cache
def markdown_parser() -> MarkdownIt:
    """Return the parser; it keeps no state between texts."""
    parser = _Parser()
    parser.inline = InlineParser()
    parser.configure("commonmark", {"html": False, "maxNesting": 100, "inline_definitions": True}).enable(
        ["table", "strikethrough"]
    )
    add_bounds(parser)
    add_notes(parser)
    add_formulas(parser)
    return parser


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the parser's name
        """Take every link: what may not be followed is shown with its address all the same."""
        return True
