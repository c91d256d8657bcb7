"""The things in a message that can be activated: what they are, in reading order, wherever the message is."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from desktop.conversation.transcript.code_view import is_long
from models.markdown import Block, Code, Formula, Inline, Rule, Style, Table, tex_of


class Section(int, Enum):
    """The two texts of a message, in their order on screen."""

    THINKING = 0
    ANSWER = 1


class ControlKind(Enum):
    """What a control does."""

    THINKING = "thinking"  # folds and unfolds it
    LINK = "link"
    COPY_CODE = "copy_code"
    WRAP_CODE = "wrap_code"  # breaks its long lines, or lets them scroll
    FOLD_CODE = "fold_code"  # shows the rest of a long block, or its beginning only
    SAVE_CODE = "save_code"
    COPY_TABLE = "copy_table"  # as comma-separated values
    ATTACHMENT = "attachment"  # opens a file that was sent with the question
    COPY = "copy"
    EDIT = "edit"
    REGENERATE = "regenerate"
    CONTINUE = "continue"  # an answer that was cut off
    MORE = "more"  # opens the message's menu
    PREVIOUS = "previous"  # version of the same message
    NEXT = "next"
    RECORD = "record"  # shows how the answer came to be


class Control(NamedTuple):
    """One control of one message; those of a block name the block, and links their `number` in it."""

    kind: ControlKind
    section: Section = Section.ANSWER
    block: int = -1
    number: int = 0

    @property
    def is_link(self) -> bool:
        """Whether it is a part of the text, which can be selected."""
        return self.kind is ControlKind.LINK


class Link(NamedTuple):
    """A link of a block: the characters it covers, and its target."""

    start: int
    end: int
    address: str


def links_of(block: Block) -> list[Link]:
    """Return the links of a block; `start` and `end` count in the block's plain text."""
    links: list[Link] = []
    for offset, inline in inlines_of(block):
        fresh = True
        for span in inline.spans:
            if Style.LINK not in span.style:
                continue
            start, end = offset + span.start, offset + span.end
            if not fresh and links[-1].end == start and links[-1].address == span.address:
                links[-1] = links[-1]._replace(end=end)
            else:
                links.append(Link(start, end, span.address))
            fresh = False
    return links


def inlines_of(block: Block) -> Iterator[tuple[int, Inline]]:
    """Yield the texts of a block and where they begin in its plain text."""
    match block:
        case Code() | Formula() | Rule():
            return
        case Table():
            offset = 0
            for row in block.rows:
                for cell in row:
                    yield offset, cell
                    offset += len(cell.text) + 1  # a tab or a line end follows each cell
        case _:
            yield 0, block.inline


def formula_at(block: Block, offset: int) -> str:
    """Return the LaTeX of the formula at a place in a block's plain text, "" where there is none."""
    if isinstance(block, Formula):
        return block.tex
    for start, inline in inlines_of(block):
        for span in inline.spans:
            if Style.FORMULA in span.style and span.start <= offset - start <= span.end:
                found = tex_of(inline.text[span.start : span.end])
                return "" if found is None else found.tex
    return ""


def controls_in(blocks: list[Block], section: Section) -> Iterator[Control]:
    """Yield the controls of a section's blocks."""
    for index, block in enumerate(blocks):
        if isinstance(block, Code):
            for kind in (ControlKind.WRAP_CODE, ControlKind.SAVE_CODE, ControlKind.COPY_CODE):
                yield Control(kind, section, index)
            if is_long(block.text):
                yield Control(ControlKind.FOLD_CODE, section, index)
        else:
            if isinstance(block, Table):
                yield Control(ControlKind.COPY_TABLE, section, index)
            for number in range(len(links_of(block))):
                yield Control(ControlKind.LINK, section, index, number)
