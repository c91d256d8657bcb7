"""The pulse of the window's thread: how long its event loop ever stood still."""

import time

from PySide6.QtCore import QObject, QTimer

_BEAT_MS = 10


class Heartbeat(QObject):
    """Ticks in the event loop for as long as it exists. `forgive` leaves out a pause that was meant."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        """The longest pause so far, in seconds."""
        self._last = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()

    def forgive(self) -> None:
        """Begin anew: what was done since the last beat was the soak's own work, or the end of a window."""
        self._last = time.monotonic()

    def stop(self) -> None:
        """End."""
        self._timer.stop()

    def _on_beat(self) -> None:
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now
