"""One row of code, shaped and coloured: the only place that knows how code becomes a QTextLayout."""

from typing import Final

from PySide6.QtGui import QColor, QTextCharFormat, QTextLayout, QTextOption

from desktop.conversation.transcript.highlight import Kind, Mark
from desktop.conversation.transcript.layout.code_rows import TAB
from desktop.conversation.transcript.layout.utf16 import Offsets
from desktop.conversation.transcript.look import Look, metrics

_COLOURS: Final = {
    Kind.KEYWORD: "accent",
    Kind.STRING: "good",
    Kind.NUMBER: "caution",
    Kind.COMMENT: "muted",
    Kind.NAME: "cool",
    Kind.BUILTIN: "danger",
    Kind.INSERTED: "good",
    Kind.DELETED: "danger",
}


def shaped(text: str, marks: tuple[Mark, ...], column: int, look: Look) -> tuple[QTextLayout, Offsets]:
    """Lay out `text`, which begins at `column` of a line with `marks`, as one row."""
    offsets = Offsets(text)
    layout = QTextLayout(text, look.code)
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTabStopDistance(TAB * metrics(look.code).horizontalAdvance("0"))
    layout.setTextOption(option)
    formats = [_coloured(mark, column, len(text), offsets, look) for mark in marks]
    layout.setFormats([one for one in formats if one is not None])
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return layout, offsets


def _coloured(mark: Mark, column: int, length: int, offsets: Offsets, look: Look) -> QTextLayout.FormatRange | None:
    start, end = max(mark.start - column, 0), min(mark.start + mark.length - column, length)
    if start >= end:
        return None
    result = QTextLayout.FormatRange()
    result.start = offsets.to_qt(start)
    result.length = offsets.to_qt(end) - result.start
    style = QTextCharFormat()
    colour: QColor = look.theme.colour(_COLOURS[mark.kind])
    style.setForeground(colour)
    if mark.kind is Kind.COMMENT:
        style.setFontItalic(True)
    result.format = style
    return result
