"""Running text with its marks: what one paragraph, heading or table cell says."""

from dataclasses import dataclass
from enum import Flag, auto

from markdown_it.token import Token

from models.markdown.autolinks import addresses
from models.markdown.links import is_web_address, shortened, without_controls
from models.markdown.notes import REFERENCE

LINE_BREAK = "\u2028"
"""The character that breaks a line inside a paragraph."""


class Style(Flag):
    """How a piece of text is marked."""

    NONE = 0
    BOLD = auto()
    ITALIC = auto()
    STRUCK = auto()
    CODE = auto()
    LINK = auto()
    IMAGE = auto()  # the name and address of a picture or file that is not loaded
    FORMULA = auto()  # the source of a formula with its delimiters
    NOTE = auto()  # a raised reference to a footnote; always a LINK too


@dataclass(frozen=True, slots=True)
class Span:
    """A marked piece of text; `address` is the target of a LINK, else "".

    That of a NOTE is "#" and the name of the note, all others are web addresses.
    """

    start: int
    end: int
    style: Style
    address: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """Text and its marks, in order and without overlap; unmarked pieces have no span."""

    text: str
    spans: tuple[Span, ...] = ()


_VERBATIM = {"code_inline": Style.CODE, "formula": Style.FORMULA}
_STYLES = {"strong": Style.BOLD, "em": Style.ITALIC, "s": Style.STRUCK}


def read_inline(tokens: list[Token], image_word: str) -> Inline:
    """Return the text of markdown-it's inline `tokens`; `image_word` stands before the address of a picture."""
    writer = _Writer(image_word)
    for token in tokens:
        writer.take(token)
    return Inline("".join(writer.pieces), tuple(writer.spans))


def _text_of(tokens: list[Token]) -> str:
    """Return the text of inline tokens without their marks."""
    return "".join(_text_of(token.children) if token.children else token.content for token in tokens)


class _Writer:
    def __init__(self, image_word: str) -> None:
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self._image_word = image_word
        self._length = 0
        self._styles: list[Style] = []
        self._address = ""
        self._refused = ""  # the address of a link that may not be followed

    def take(self, token: Token) -> None:
        kind = token.type
        if kind in {"softbreak", "hardbreak"}:
            self._write(LINE_BREAK, Style.NONE)
        elif kind in _VERBATIM:
            self._write(token.content.replace("\n", LINE_BREAK), _VERBATIM[kind])
        elif kind == "image":
            self._image(token)
        elif kind == "text":
            self._text(token.content)
        elif kind == REFERENCE:
            self._reference(token.content)
        elif kind == "link_open":
            self._open_link(token)
        elif kind == "link_close":
            self._close_link()
        elif token.nesting == 1:
            self._styles.append(_STYLES.get(token.tag, Style.NONE))
        elif token.nesting == -1:
            self._styles.pop()
        else:
            self._write(token.content, Style.NONE)

    def _open_link(self, token: Token) -> None:
        address = str(token.attrs.get("href", ""))
        if is_web_address(address):
            self._address = address
        elif token.markup != "autolink":  # an autolink's text is its address
            self._refused = address

    def _close_link(self) -> None:
        self._address = ""
        if self._refused:
            self._write(f" ({shortened(self._refused)})", Style.NONE)
        self._refused = ""

    def _text(self, text: str) -> None:
        """Write text, and make links of the addresses that stand in it."""
        done = 0
        if not self._address and not self._refused:
            for start, end, address in addresses(text):
                self._write(text[done:start], Style.NONE)
                self._address = address
                self._write(text[start:end], Style.NONE)
                self._address = ""
                done = end
        self._write(text[done:], Style.NONE)

    def _reference(self, name: str) -> None:
        outer = self._address
        self._address = outer or f"#{name}"
        self._write(f"[{name}]", Style.NOTE)
        self._address = outer

    def _image(self, token: Token) -> None:
        address = str(token.attrs.get("src", ""))
        name = without_controls(_text_of(token.children or []))
        space = " " if self._image_word.isascii() else ""  # none after a full-width colon
        label = f"{self._image_word}{space}{name}".strip()
        outer = self._address
        if is_web_address(address):
            self._address = address
        self._write(f"{label} ({shortened(address)})", Style.IMAGE)
        self._address = outer

    def _write(self, text: str, style: Style) -> None:
        for outer in self._styles:
            style |= outer
        if self._address:
            style |= Style.LINK
        elif self._refused:
            style |= Style.IMAGE
        if self._address or self._refused:
            text = without_controls(text)
        if not text:
            return
        start = self._length
        self._length += len(text)
        self.pieces.append(text)
        if style is not Style.NONE:
            self.spans.append(Span(start, self._length, style, self._address))
