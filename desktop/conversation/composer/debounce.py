"""Waiting for a pause, but not for ever."""

from PySide6.QtCore import QObject, QTimer, Signal


class Debounce(QObject):
    """`fired` comes once after a burst of `poke()`: when nothing came for `pause_ms`, at the latest after `most_ms`."""

    fired = Signal()

    def __init__(self, *, pause_ms: int, most_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pause = self._timer(pause_ms)
        self._most = self._timer(most_ms)

    @property
    def waiting(self) -> bool:
        """Whether something came that was not told yet."""
        return self._most.isActive()

    def poke(self) -> None:
        """Tell that something came."""
        self._pause.start()
        if not self._most.isActive():
            self._most.start()

    def flush(self) -> None:
        """Fire now if something came."""
        if self.waiting:
            self._on_timeout()

    def cancel(self) -> None:
        """Forget what came."""
        self._pause.stop()
        self._most.stop()

    def _timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self._on_timeout)
        return timer

    def _on_timeout(self) -> None:
        self.cancel()
        self.fired.emit()
