"""Work that computes on the devices beside the engine: one piece at a time, and never in the way of an answer."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.control.answering import Answering
    from desktop.control.background import Background
    from desktop.control.loading import ModelLoading
    from models.errors import UserError

T = TypeVar("T")


class DeviceTurns(QObject):
    """Runs pieces of work in the background one after the other, as long as no answer is written and no model loaded.

    Each takes memory of a device for some seconds, which a model that fits closely does not leave.
    """

    def __init__(
        self, *, background: Background, answering: Answering, loading: ModelLoading, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._answering = answering
        self._loading = loading
        self._waiting: deque[Callable[[], None]] = deque()
        self._working = False
        for ended in (answering.finished, answering.failed, loading.loaded, loading.failed, loading.nothing):
            ended.connect(self._on_ended)

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[UserError], None]) -> None:
        """Do `work` when it is its turn; `done` and `failed` are those of `Background.run`."""

        def finish(result: T) -> None:
            self._working = False
            done(result)
            self._next()

        def give_up(error: UserError) -> None:
            self._working = False
            failed(error)
            self._next()

        self._waiting.append(lambda: self._background.run(work, finish, give_up, name="device work"))
        self._next()

    def _next(self) -> None:
        if self._waiting and not self._working and self._answering.running is None and not self._loading.busy:
            self._working = True
            self._waiting.popleft()()

    def _on_ended(self) -> None:
        self._next()
