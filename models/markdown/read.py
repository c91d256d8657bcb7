"""From markdown-it's tokens to units: the smallest pieces of a text that can be finished one after the other."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from markdown_it.token import Token
from markdown_it.utils import EnvType

from models.markdown.blocks import (
    Alignment,
    Block,
    Code,
    Formula,
    Heading,
    Level,
    LevelKind,
    Paragraph,
    Place,
    Rule,
    Table,
)
from models.markdown.bounds import LARGE_TABLE, is_unmarked
from models.markdown.fence import fence_language
from models.markdown.formulas import GROWING
from models.markdown.inline import Inline, read_inline
from models.markdown.lines import line_starts, without_blank_end
from models.markdown.parser import markdown_parser
from models.markdown.raw import raw_paragraphs
from models.markdown.tasks import take_task

BULLET = "\u2022"
_CELLS_KEPT = 5000

References = MutableMapping[str, dict[str, object]]
"""Link reference definitions, as markdown-it keeps them: label -> address, title and lines."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a piece of text must know of the text before it.

    `offset` is its place in the whole source; `number` that of its first list item, where it continues a numbered
    list; `spaced` says that a blank line stands before it.
    """

    offset: int = 0
    number: int | None = None
    spaced: bool = False


@dataclass(slots=True)
class Unit:
    """A top-level block, one item of a top-level list or a link definition, which has no blocks.

    Lines count from the start of the piece of text. `number` is that of a numbered list's item, None elsewhere;
    `is_fence`, `is_table` and `is_definition` mark top-level code fences, tables and link definitions, `is_open` what
    ends with an unfinished formula: it may still turn out to be text of the unit before.
    """

    first_line: int
    end_line: int
    number: int | None = None
    is_fence: bool = False
    is_table: bool = False
    is_definition: bool = False
    is_open: bool = False
    blocks: list[Block] = field(default_factory=list)


class Reader:
    """Reads pieces of Markdown; `image_word` stands before the address of a picture that is not loaded."""

    def __init__(self, image_word: str) -> None:
        self.image_word = image_word
        self._cells: dict[str, Inline] = {}

    def read(self, text: str, start: Start, references: References, *, growing: bool = False) -> list[Unit]:
        """Return the units of `text`; link definitions found in it are added to `references`.

        `growing` says that the text goes on: a formula at its end may still be closed.
        """
        env: EnvType = {"references": references, GROWING: growing}
        tokens = markdown_parser().parse(text, env)
        units = [token for token in tokens if token.type != "definition" or token.level == 0]
        return _Walk(text, start, self, env).units(units)

    def cell(self, token: Token, env: EnvType) -> Inline:
        """Return the text of a table's cell; each is read once, though a table that grows is read many times."""
        known = self._cells.get(token.content)
        if known is not None and not token.children:
            return known
        parser = markdown_parser()
        made = read_inline(
            token.children or parser.inline.parse(token.content, parser, env, []),
            self.image_word,
        )
        if not token.children and "[" not in token.content:  # else it may depend on definitions
            if len(self._cells) >= _CELLS_KEPT:
                self._cells.clear()
            self._cells[token.content] = made
        return made


class _Walk:
    """One walk over the tokens of one piece of text."""

    def __init__(self, text: str, start: Start, reader: Reader, env: EnvType) -> None:
        self._text = text
        self._starts = line_starts(text)
        self._start = start
        self._reader = reader
        self._env = env
        self._image_word = reader.image_word
        self._levels: list[Level] = []
        self._numbers: list[int | None] = []  # the next number of each open list; None: bullets
        self._units: list[Unit] = []

    def units(self, tokens: list[Token]) -> list[Unit]:
        index = 0
        while index < len(tokens):
            index += self._take(tokens, index)
        return self._units

    def _take(self, tokens: list[Token], index: int) -> int:
        """Read the token at `index` and return how many were read."""
        token = tokens[index]
        if token.level == 0 and token.nesting >= 0 and not token.type.endswith("list_open"):
            self._begin_unit(token)
        match token.type:
            case "table_open":
                return self._table(tokens, index)
            case "paragraph_open" | "heading_open":
                self._add_running_text(token, tokens[index + 1])
                return 3
            case "fence" | "code_block":
                self._add(self._code(token))
            case "formula":
                self._formula(token)
            case _ if token.type == LARGE_TABLE:
                self._add_source(self._place(token))
            case "hr":
                self._add(Rule(self._place(token)))
            case _:
                self._nest(token, tokens[index + 1 : index + 3])
        return 1

    def _add_running_text(self, token: Token, text: Token) -> None:
        """Take a paragraph or heading and its text."""
        place = self._place(token)
        if is_unmarked(text.content):
            for paragraph in raw_paragraphs(self._source(place), place):
                self._add(paragraph)
        elif token.type == "heading_open":
            self._add(Heading(place, int(token.tag[1]), read_inline(text.children or [], self._image_word)))
        else:
            self._add(Paragraph(place, read_inline(text.children or [], self._image_word)))

    def _nest(self, token: Token, following: list[Token]) -> None:
        """Take a token that begins or ends a list, an item, a quote or a note."""
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                self._numbers.append(self._first_number(token))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                self._open_item(token, following)
            case "note_open":
                self._levels.append(Level(LevelKind.NOTE, self._offset(token), token.info))
                self._fill(token, following)
            case "blockquote_open":
                self._levels.append(Level(LevelKind.QUOTE, self._offset(token)))
            case "list_item_close" | "blockquote_close" | "note_close":
                self._levels.pop()
            case _:
                pass

    def _first_number(self, token: Token) -> int:
        if token.level == 0 and self._start.number is not None and not self._units:
            return self._start.number
        return int(token.attrs.get("start", 1))

    def _open_item(self, token: Token, following: list[Token]) -> None:
        number = self._numbers[-1]
        if token.level == 1:
            self._begin_unit(token)
            self._units[-1].number = number
        marker = BULLET
        if number is not None:
            marker = f"{number}{token.markup}"
            self._numbers[-1] = number + 1
        self._levels.append(Level(LevelKind.ITEM, self._offset(token), marker, take_task(following)))
        self._fill(token, following)

    def _fill(self, token: Token, following: list[Token]) -> None:
        """Give an empty item or note a block, so that its marker is shown."""
        if following[0].nesting < 0:
            self._add(Paragraph(self._place(token), Inline("")))

    def _begin_unit(self, token: Token) -> None:
        first, end = _lines(token)
        kind, is_table = token.type, token.type in {"table_open", LARGE_TABLE}
        self._units.append(Unit(first, end, None, kind == "fence", is_table, kind == "definition"))

    def _add(self, block: Block) -> None:
        self._units[-1].blocks.append(block)
        self._levels = [Level(level.kind, level.start) for level in self._levels]

    def _code(self, token: Token) -> Code:
        text = token.content.removesuffix("\n")
        if token.type == "code_block":
            return Code(self._place(token), text, "", closed=True)
        first, end = _lines(token)
        length = token.content.count("\n") + (not token.content.endswith("\n") and token.content != "")
        return Code(self._place(token), text, fence_language(token.info), closed=end - first == length + 2)

    def _formula(self, token: Token) -> None:
        self._units[-1].is_open = token.meta["open"]
        self._add(Formula(self._place(token), token.content, token.meta["tex"]))

    def _table(self, tokens: list[Token], first: int) -> int:
        end = next(i for i in range(first, len(tokens)) if tokens[i].type == "table_close")
        place = self._place(tokens[first])
        cells = [token for token in tokens[first:end] if token.type == "inline"]
        if any(is_unmarked(cell.content) for cell in cells):
            self._add_source(place)
            return end - first + 1
        heads = [token for token in tokens[first:end] if token.type == "th_open"]
        alignments = tuple(_alignment(token) for token in heads)
        texts = [self._reader.cell(token, self._env) for token in cells]
        width = len(alignments)
        rows = tuple(tuple(texts[i : i + width]) for i in range(0, len(texts), width))
        self._add(Table(place, alignments, rows))
        return end - first + 1

    def _add_source(self, place: Place) -> None:
        """Show what is at `place` as its source."""
        self._add(Code(place, self._source(place), "", closed=True))

    def _source(self, place: Place) -> str:
        return self._text[place.start - self._start.offset : place.end - self._start.offset]

    def _place(self, token: Token) -> Place:
        first, end = _lines(token)
        start = self._starts[first]
        length = without_blank_end(self._text, start, self._starts[end]) - start
        spaced = self._start.spaced if first == 0 else not self._line(first - 1).strip()
        offset = self._start.offset + start
        return Place(offset, offset + length, tuple(self._levels), spaced)

    def _offset(self, token: Token) -> int:
        return self._start.offset + self._starts[_lines(token)[0]]

    def _line(self, index: int) -> str:
        return self._text[self._starts[index] : self._starts[index + 1]]


def _lines(token: Token) -> tuple[int, int]:
    first, end = token.map or (0, 1)
    return first, max(end, first + 1)


def _alignment(head: Token) -> Alignment:
    return Alignment(str(head.attrs.get("style", "text-align:left")).removeprefix("text-align:"))
