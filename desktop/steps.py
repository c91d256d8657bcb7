"""Work of the window's thread that is done in steps, so that the user never waits for more than one of them."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from models.errors import UserError

_FIRST_FRAME_CHECKS = 100
_CHECK_MS = 2


class Steps(QObject):
    """Runs a generator to its end, one `yield` in each turn of the event loop, once a window shows its first frame.

    A window that is minimized has no first frame: the steps wait for a fifth of a second at most.
    """

    finished = Signal()
    failed = Signal(UserError)

    def __init__(self, steps: Iterator[None], *, after: QWidget) -> None:
        super().__init__()
        self._steps = steps
        self.window = after
        self._waiting = True
        self._checks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_turn)

    def start(self) -> None:
        """Begin when the window is on screen."""
        self._timer.start(_CHECK_MS)

    def finish(self) -> None:
        """Do all that is left now. Raises UserError where a step does."""
        self._timer.stop()
        for _ in self._steps:
            pass

    def cancel(self) -> None:
        """Do nothing more."""
        self._timer.stop()

    def _on_turn(self) -> None:
        if self._waiting:
            self._wait_for_first_frame()
            return
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self.finished.emit()
        except UserError as error:
            self._timer.stop()
            self.failed.emit(error)

    def _wait_for_first_frame(self) -> None:
        self._checks += 1
        if self.window.windowHandle().isExposed() or self._checks == _FIRST_FRAME_CHECKS:
            self._waiting = False
            self._timer.setInterval(0)
