"""Long messages are read on while the event loop has nothing else to do, as long as they are near the screen."""

import time
from typing import Final

from PySide6.QtCore import QObject, QRectF, QTimer

from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.layout import MessageLayout
from desktop.conversation.transcript.stage import Stage

_TURN: Final = 0.008  # seconds of reading in one turn of the event loop; a slice is read to its end


class Backlog(QObject):
    """Reads what of the messages near the screen was not read yet, slice by slice, and lays large tables out."""

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_idle)
        stage.reading.changed.connect(self._on_changed)

    def _next(self) -> tuple[int, int | None] | None:
        """Return the first message near the screen with work left: its number, and that of a box to go on with.

        The second is None where the message is not read to its end.
        """
        reading, flow = self._stage.reading, self._stage.flow
        top, bottom = reading.scroll - reading.screen, reading.scroll + 2 * reading.screen
        for number in flow.between(top, bottom):
            item = flow.items[number]
            if item.layout is None:
                continue
            box = _unfinished(item.layout, top - flow.top(number), bottom - flow.top(number))
            if box is not None or item.unread_section() is not None:
                return number, box
        return None

    def _on_changed(self) -> None:
        if not self._timer.isActive() and self._next() is not None:
            self._timer.start()

    def _on_idle(self) -> None:
        found = self._next()
        if found is None:
            return
        number, box = found
        flow, reading = self._stage.flow, self._stage.reading
        item = flow.items[number]
        with reading.steady(repaints=False):
            changed = self._read_on(item) if box is None else self._lay_out_on(item, box)
            flow.measure(number)
            changed += flow.top(number)
        reading.repaint_from(changed)

    def _lay_out_on(self, item: Item, box: int) -> float:
        """Lay out a part more of a box and return from where on the message changed."""
        layout = item.layout
        unfinished = None if layout is None else layout.slots[box].box
        if layout is None or unfinished is None:
            return float("inf")
        unfinished.go_on()
        layout.replace_box(box, unfinished)
        return layout.top(box)

    def _read_on(self, item: Item) -> float:
        """Read on and return from where on the message changed."""
        until = time.monotonic() + _TURN
        changed = float("inf")
        while (section := item.unread_section()) is not None:
            change = item.passage(section).read_on()
            if item.layout is not None:
                changed = min(changed, item.layout.update(section, change))
            if time.monotonic() >= until:
                break
        return changed


def _unfinished(layout: MessageLayout, top: float, bottom: float) -> int | None:
    """Return the number of the first slot between `top` and `bottom` whose box is not laid out to its end."""
    for number in layout.numbers_in(QRectF(0.0, top, 1.0, bottom - top)):
        box = layout.slots[number].box
        if box is not None and box.is_unfinished:
            return number
    return None
