"""Running text with its marks: what one paragraph, heading or table cell says."""

from dataclasses import dataclass
from enum import Flag, auto

from markdown_it.token import Token

from desktop.conversation.transcript.markdown.links import is_web_address, shortened, without_controls

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
    IMAGE = auto()  # the name and address of a picture that is not loaded


@dataclass(frozen=True, slots=True)
class Span:
    """A marked piece of text; `address` is the target of a LINK, else ""."""

    start: int
    end: int
    style: Style
    address: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """Text and its marks, in order and without overlap; unmarked pieces have no span."""

    text: str
    spans: tuple[Span, ...] = ()


_STYLES = {"strong": Style.BOLD, "em": Style.ITALIC, "s": Style.STRUCK}


def read_inline(tokens: list[Token], image_word: str) -> Inline:
    """Return the text of markdown-it's inline `tokens`; `image_word` stands before the address of a picture."""
    writer = _Writer(image_word)
    for token in tokens:
        writer.take(token)
    return Inline("".join(writer.pieces), tuple(writer.spans))


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
        elif kind == "code_inline":
            self._write(token.content, Style.CODE)
        elif kind == "image":
            self._image(token)
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
        refused, self._refused = self._refused, ""
        if refused:
            self._write(f" ({shortened(refused)})", Style.NONE)

    def _image(self, token: Token) -> None:
        address = str(token.attrs.get("src", ""))
        name = without_controls(token.content)
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
        if self._address or self._refused:
            text = without_controls(text)
        if not text:
            return
        start = self._length
        self._length += len(text)
        self.pieces.append(text)
        if style is not Style.NONE:
            self.spans.append(Span(start, self._length, style, self._address))
