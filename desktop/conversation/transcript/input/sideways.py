"""Sideways scrolling of code and tables: by wheel, by the thumb, and along with a selection."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

from desktop.conversation.transcript.layout import Box, scroll_at, thumb_rect
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage

_NOTCH = 120.0  # of a wheel, in Qt's eighths of a degree
_STEP = 60.0  # pixels for each notch
_MARGIN = 24.0
_REACH = 6.0  # around the thumb


class Sideways:
    """Moves the content of the boxes that are wider than the column."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._grabbed: Box | None = None
        self._grip = 0.0

    def grab(self, point: QPointF) -> bool:
        """Take hold of the thumb whose track is at a point of the viewport; return whether there is one."""
        found = self._box_at(point)
        if found is None:
            return False
        box, inside = found
        thumb = thumb_rect(box)
        if thumb.isEmpty() or not thumb.top() - _REACH <= inside.y() <= thumb.bottom() + 2.0:
            return False
        if not thumb.left() <= inside.x() <= thumb.right():  # beside the thumb: it comes
            box.scroll_to(scroll_at(box, inside.x() - thumb.width() / 2))
            thumb = thumb_rect(box)
        self._grabbed = box
        self._grip = point.x() - thumb.left()
        return True

    def drag(self, point: QPointF) -> bool:
        """Move the thumb that is held; return whether there is one."""
        if self._grabbed is None:
            return False
        self._grabbed.scroll_to(scroll_at(self._grabbed, point.x() - self._grip))
        return True

    def release(self) -> None:
        """Let the thumb go."""
        self._grabbed = None

    def wheel(self, event: QWheelEvent) -> bool:
        """Scroll the box under the mouse; return False where the wheel is not turned sideways, or in vain."""
        found = self._box_at(event.position())
        if found is None or found[0].overflow <= 0.0:
            return False
        box = found[0]
        pixels, angle = event.pixelDelta(), event.angleDelta()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        across = angle.x() or (angle.y() if shift else 0)
        if abs(angle.y()) > abs(angle.x()) and not shift:
            return False
        distance = float(pixels.x()) if pixels.x() else across / _NOTCH * _STEP
        if distance == 0.0:
            return False
        box.scroll_to(box.scroll_x - distance)
        return True

    def slide(self, point: QPointF, distance: float) -> bool:
        """Scroll the box at a point of the viewport; return whether there is one that scrolls."""
        found = self._box_at(point)
        return found is not None and found[0].overflow > 0.0 and found[0].scroll_to(found[0].scroll_x + distance)

    def reveal(self, position: Position) -> None:
        """Scroll the box of a position so far that the position is seen."""
        slot = self._stage.caret.slot(position)
        if slot is None or slot.box is None or slot.box.overflow <= 0.0:
            return
        box = slot.box
        x = box.caret(min(position.offset, len(box.text))).x()
        if x > box.width - _MARGIN:
            box.scroll_to(box.scroll_x + x - box.width + _MARGIN)
        elif x < _MARGIN:
            box.scroll_to(box.scroll_x + x - _MARGIN)

    def _box_at(self, point: QPointF) -> tuple[Box, QPointF] | None:
        """Return the box at a point of the viewport, and the point in the box."""
        flow, at = self._stage.flow, self._stage.content(point)
        for number in flow.between(at.y(), at.y() + 1.0):
            layout = flow.items[number].layout
            if layout is None or not layout.slots:
                continue
            inside = flow.inside(number, at)
            slot_number = layout.number_at(inside.y())
            slot = layout.slots[slot_number]
            inside -= QPointF(slot.x, layout.top(slot_number))
            if slot.box is not None and 0.0 <= inside.y() < slot.box.height and 0.0 <= inside.x() < slot.box.width:
                return slot.box, inside
        return None
