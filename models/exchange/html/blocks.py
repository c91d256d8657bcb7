"""Blocks of Markdown as HTML: each by its kind, nested by its levels."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from models.exchange.html.code import code_html
from models.exchange.html.formula import formula_html
from models.exchange.html.inline import inline_html, note_id
from models.markdown import Block, Code, Formula, Heading, Level, LevelKind, Paragraph, Rule, Table

_NUMBER = re.compile(r"(\d{1,9})[.)]")
_TOP_HEADING = 3  # below the page's own headings


def blocks_html(blocks: Iterable[Block], notes: str) -> str:
    """Return blocks as HTML. The ids of footnotes begin with `notes`."""
    writer = _Writer(notes)
    for block in blocks:
        writer.write(block)
    return writer.finished()


@dataclass(frozen=True)
class _Open:
    """A level that is open; `list_tag` is that of the list around an item, else ""."""

    level: Level
    list_tag: str


class _Writer:
    def __init__(self, notes: str) -> None:
        self._notes = notes
        self._parts: list[str] = []
        self._open: list[_Open] = []

    def write(self, block: Block) -> None:
        self._nest(block.place.levels)
        self._parts.append(_block(block, self._notes))

    def finished(self) -> str:
        self._nest(())
        return "\n".join(self._parts)

    def _nest(self, levels: tuple[Level, ...]) -> None:
        """Close the levels that the block does not share, and open its own."""
        same = 0
        while same < min(len(self._open), len(levels)) and _is_same(self._open[same].level, levels[same]):
            same += 1
        while len(self._open) > same + 1:
            self._close(self._open.pop())
        going_on = ""
        if len(self._open) > same:
            last = self._open.pop()
            if last.list_tag and len(levels) > same and _list_tag(levels[same]) == last.list_tag:
                self._parts.append("</li>")
                going_on = last.list_tag
            else:
                self._close(last)
        for level in levels[same:]:
            self._begin(level, going_on)
            going_on = ""

    def _begin(self, level: Level, going_on: str) -> None:
        tag = _list_tag(level)
        match level.kind:
            case LevelKind.QUOTE:
                self._parts.append("<blockquote>")
            case LevelKind.NOTE:
                name = escape(note_id(self._notes, level.marker))
                self._parts.append(f'<div class="note" id="{name}"><sup>{escape(level.marker)}</sup>')
            case LevelKind.ITEM:
                if not going_on:
                    self._parts.append(f"<{tag}>")
                self._parts.append(_item(level))
        self._open.append(_Open(level, tag))

    def _close(self, opened: _Open) -> None:
        match opened.level.kind:
            case LevelKind.QUOTE:
                self._parts.append("</blockquote>")
            case LevelKind.NOTE:
                self._parts.append("</div>")
            case LevelKind.ITEM:
                self._parts.append(f"</li></{opened.list_tag}>")


def _is_same(one: Level, other: Level) -> bool:
    return one.kind is other.kind and one.start == other.start


def _list_tag(level: Level) -> str:
    if level.kind is not LevelKind.ITEM:
        return ""
    return "ol" if _NUMBER.fullmatch(level.marker) else "ul"


def _item(level: Level) -> str:
    number = _NUMBER.fullmatch(level.marker)
    if level.checked is not None:
        box = '<input type="checkbox" disabled checked>' if level.checked else '<input type="checkbox" disabled>'
        return f'<li class="task">{box}'
    return f'<li value="{int(number[1])}">' if number else "<li>"


def _block(block: Block, notes: str) -> str:
    match block:
        case Paragraph(inline=inline):
            return f"<p>{inline_html(inline, notes)}</p>"
        case Heading(level=level, inline=inline):
            tag = f"h{min(6, level + _TOP_HEADING - 1)}"
            return f"<{tag}>{inline_html(inline, notes)}</{tag}>"
        case Code(text=text, language=language):
            return code_html(text, language)
        case Rule():
            return "<hr>"
        case Formula(text=text, tex=tex):
            return f'<div class="formula">{formula_html(tex, display=True, source=text)}</div>'
        case Table():
            return _table(block, notes)


def _table(table: Table, notes: str) -> str:
    rows = []
    for place, row in enumerate(table.rows):
        tag = "td" if place else "th"
        cells = (
            f'<{tag} class="{alignment.value}">{inline_html(cell, notes)}</{tag}>'
            for alignment, cell in zip(table.alignments, row, strict=True)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head, body = rows[0], "\n".join(rows[1:])
    return f'<div class="table"><table><thead>{head}</thead><tbody>\n{body}</tbody></table></div>'
