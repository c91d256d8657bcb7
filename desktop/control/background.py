"""Work beside the window's thread, whose result comes back to it."""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from models.errors import UserError, bug_error

_log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 3.0

T = TypeVar("T")


class _Begun(NamedTuple):
    """Work that was begun: its thread, who had it done, and what the thread refers to beside that."""

    thread: threading.Thread
    by: "Background"
    kept: tuple[object, ...]


_BEGUN: list[_Begun] = []
"""All work of all windows: a thread that lets go of something last destroys it, and Qt's objects belong to another."""


class Background(QObject):
    """Runs each piece of work in a thread of its own; what comes of it is told in the thread of this object.

    After `stop()` nothing is told any more, and `closing` asks work that looks at it to end; `close()` waits for that.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.closing = threading.Event()
        self._telling = threading.RLock()  # who stops may be destroyed the next moment
        self._arrived.connect(self._on_arrived)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None],
        *,
        name: str = "background",
    ) -> None:
        """Do `work`; then `done` gets what it returned, or `failed` why it could not be done. A bug is one too."""
        thread = threading.Thread(target=self._work, args=(work, done, failed), name=name, daemon=True)
        _let_go()
        thread.start()
        _BEGUN.append(_Begun(thread, self, (work, done, failed)))

    def tell(self, call: Callable[[], None]) -> None:
        """Call something in the thread of this object. For use by the work."""
        with self._telling:
            if not self.closing.is_set():
                self._arrived.emit(call)

    def stop(self) -> None:
        """Tell nothing any more and ask the work to end. Does not wait for it."""
        with self._telling:
            self.closing.set()

    def close(self) -> None:
        """Stop, and wait for the work for some seconds. Idempotent."""
        self.stop()
        end = time.monotonic() + _PATIENCE_SECONDS
        for one in _BEGUN:
            if one.by is self:
                one.thread.join(max(end - time.monotonic(), 0.0))
        _let_go()

    def _work(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[UserError], None]) -> None:
        try:
            result = work()
        except UserError as error:
            fault = error
        except Exception as error:  # noqa: BLE001 - the edge of the thread
            _log.exception("work in the background failed")
            fault = bug_error(error)
        else:
            self.tell(lambda: done(result))
            return
        self.tell(lambda: failed(fault))

    def _on_arrived(self, call: Callable[[], None]) -> None:
        if not self.closing.is_set():
            call()


def _let_go() -> None:
    """Keep only what some thread still refers to."""
    _BEGUN[:] = [one for one in _BEGUN if one.thread.is_alive()]
