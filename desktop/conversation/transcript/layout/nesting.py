"""How far blocks are indented, the space between them, and the marks of lists and quotes beside them."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.conversation.transcript.look import Look, metrics
from models.markdown import Block, Code, Heading, Level, LevelKind, Paragraph, Rule

_ITEM: Final = 26.0
_QUOTE: Final = 18.0
_QUOTE_BAR: Final = 3.0
_MARKER_GAP: Final = 8.0
_BOX_RADIUS: Final = 3.0
_TICK: Final = ((0.25, 0.52), (0.43, 0.7), (0.76, 0.32))  # in parts of the box
_DEEPEST: Final = 8  # levels that are indented; deeper ones would leave no room for text
_PARAGRAPH_GAP: Final = 12.0
_ITEM_GAP: Final = 4.0
_HEADING_GAP: Final = 22.0
_AFTER_HEADING: Final = 8.0


def indent_of(block: Block, look: Look) -> float:
    """Return how far a block's text is from the left edge of its message."""
    return _indent(block.place.levels, look)


def _indent(levels: tuple[Level, ...], look: Look) -> float:
    steps = (_QUOTE if level.kind is LevelKind.QUOTE else _ITEM for level in levels[:_DEEPEST])
    return sum(look.scaled(step) for step in steps)


def gap_above(previous: Block | None, block: Block, look: Look) -> float:
    """Return the space between two blocks."""
    if previous is None:
        return 0.0
    if isinstance(block, Heading):
        return look.scaled(_HEADING_GAP)
    if isinstance(previous, Heading):
        return look.scaled(_AFTER_HEADING)
    framed = isinstance(block, Code | Rule) or isinstance(previous, Code | Rule)
    if not block.place.spaced and not framed:
        if any(level.kind is not LevelKind.QUOTE for level in (*block.place.levels, *previous.place.levels)):
            return look.scaled(_ITEM_GAP)
        if isinstance(block, Paragraph) and isinstance(previous, Paragraph):
            return 0.0
    return look.scaled(_PARAGRAPH_GAP)


def paint_levels(
    painter: QPainter, block: Block, previous: Block | None, look: Look, rect: QRectF, *, gap: float, baseline: float
) -> None:
    """Draw what is at the left of a block whose text is in `rect`; bars of a quote go on through the gap above.

    `baseline` is that of the block's first line, from its upper edge; 0 where it has none.
    """
    left = rect.left() - _indent(block.place.levels, look)
    for depth, level in enumerate(block.place.levels):
        x = left + _indent(block.place.levels[: depth + 1], look)
        if level.kind is not LevelKind.QUOTE:
            if level.marker:
                y = rect.top() + (baseline or metrics(look.body).ascent() + look.scaled(_MARKER_GAP))
                _paint_marker(painter, level, look, QPointF(x - look.scaled(_MARKER_GAP), y))
            continue
        goes_on = previous is not None and any(other.start == level.start for other in previous.place.levels)
        top = rect.top() - (gap if goes_on else 0.0)
        bar = QRectF(x - look.scaled(_QUOTE), top, _QUOTE_BAR, rect.bottom() - top)
        painter.fillRect(bar, look.theme.colour("border"))


def _paint_marker(painter: QPainter, level: Level, look: Look, end: QPointF) -> None:
    """Draw a number, bullet or box that ends at `end`, on the baseline of the text beside it."""
    if level.checked is not None:
        _paint_box(painter, look, end, is_checked=level.checked)
        return
    font, marker = look.body, level.marker
    if level.kind is LevelKind.NOTE:
        font = look.small
        marker = metrics(font).elidedText(marker, Qt.TextElideMode.ElideRight, look.scaled(_ITEM - _MARKER_GAP))
    painter.setFont(font)
    painter.setPen(look.theme.colour("muted"))
    painter.drawText(end - QPointF(metrics(font).horizontalAdvance(marker), 0.0), marker)


def _paint_box(painter: QPainter, look: Look, end: QPointF, *, is_checked: bool) -> None:
    """Draw the box of a task, as high as a capital letter and a little more."""
    side = float(round(metrics(look.body).capHeight() + look.scaled(2.0)))
    box = QRectF(round(end.x() - side) + 0.5, round(end.y() - side) + 1.5, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.theme.colour("accent" if is_checked else "faint"), 1.0))
    painter.setBrush(look.theme.colour("accent") if is_checked else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, look.scaled(_BOX_RADIUS), look.scaled(_BOX_RADIUS))
    if is_checked:
        pen = QPen(look.theme.colour("surface"), max(1.5, look.scaled(1.6)))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline([box.topLeft() + QPointF(x * side, y * side) for x, y in _TICK])
    painter.restore()
