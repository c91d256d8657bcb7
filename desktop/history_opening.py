"""Opening the history beside the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from models.history import History

_TURN_SECONDS: Final = 0.005  # that the window's thread waits at a time


class HistoryOpening:
    """Opens the file at `path` in a thread of its own, which begins at once.

    What a newer program wrote is copied before it is read, which takes seconds for 100,000 messages; a file that was
    cut off is checked to its end.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._history: History | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._open, name="history")
        self._thread.start()

    def steps(self) -> Iterator[None]:
        """Wait a little in each step, until the history is open or cannot be opened."""
        while self._thread.is_alive():
            self._thread.join(_TURN_SECONDS)
            yield

    def take(self) -> History:
        """Return the history, which is the caller's to close; wait for it. Raises UserError as `History.open`."""
        self._thread.join()
        history, self._history = self._history, None
        if history is None:
            raise self._error or RuntimeError("the history was taken already")
        return history

    def close(self) -> None:
        """Wait for the thread, and close the history that nobody took. Idempotent."""
        self._thread.join()
        history, self._history = self._history, None
        if history is not None:
            history.close()

    def _open(self) -> None:
        from models.history import History

        try:
            self._history = History.open(self._path)
        except BaseException as error:  # noqa: BLE001 - `take` raises it
            self._error = error
