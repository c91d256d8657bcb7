"""Long messages are read on while the event loop has nothing else to do, as long as they are near the screen."""

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.conversation.transcript.stage import Stage

_TURN: Final = 0.008  # seconds of reading in one turn of the event loop; a slice is read to its end


class Backlog(QObject):
    """Reads what of the messages near the screen was not read yet, slice by slice."""

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_idle)
        stage.reading.changed.connect(self._on_changed)

    def _next(self) -> int | None:
        """Return the number of the first message near the screen that is not read to its end."""
        reading, flow = self._stage.reading, self._stage.flow
        for number in flow.between(reading.scroll - reading.screen, reading.scroll + 2 * reading.screen):
            item = flow.items[number]
            if item.layout is not None and item.unread_section() is not None:
                return number
        return None

    def _on_changed(self) -> None:
        if not self._timer.isActive() and self._next() is not None:
            self._timer.start()

    def _on_idle(self) -> None:
        number = self._next()
        if number is None:
            return
        flow, reading = self._stage.flow, self._stage.reading
        item = flow.items[number]
        until = time.monotonic() + _TURN
        with reading.steady(repaints=False):
            changed = float("inf")
            while (section := item.unread_section()) is not None:
                change = item.passage(section).read_on()
                if item.layout is not None:
                    changed = min(changed, item.layout.update(section, change))
                if time.monotonic() >= until:
                    break
            flow.measure(number)
            changed += flow.top(number)
        reading.repaint_from(changed)
