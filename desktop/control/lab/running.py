"""The measurement that runs: it uses the engine while nobody asks it anything, whatever window is open."""

from __future__ import annotations

import logging
import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.errors import UserError, bug_error, user_error

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from desktop.control.bridge import EngineBridge
    from models.engine import Engine, EngineSettings
    from models.lab import CheckAnswer, SweepEvent, SweepRunner, SweepStore

_log = logging.getLogger(__name__)


class RunningSweep(QObject):
    """Runs one sweep at a time in the thread of the engine.

    A question of the chat, or another model for it, comes first: the batch that is being made is given up, and the
    sweep goes on afterwards by itself. `told` carries what the runner tells, `waits` says that it makes way, `ended`
    that it no longer runs, with the error that ended it or None.
    """

    told = Signal(str, object)  # the id, a SweepEvent
    waits = Signal(str)
    ended = Signal(str, object)
    _left = Signal(object)  # what went wrong, None for nothing

    def __init__(self, *, bridge: EngineBridge, folder: Path) -> None:
        super().__init__()
        self._bridge = bridge
        self._folder = folder
        self._sweep = ""
        self._wanted = False
        self._stopped = False
        self._closing = False
        self._asked_to_end = threading.Event()
        self._runner: SweepRunner | None = None
        self._prepare: Callable[[Engine], SweepRunner] | None = None
        self._left.connect(self._on_left)

    @property
    def current(self) -> str | None:
        """The sweep that runs or makes way, None where there is none."""
        return self._sweep or None

    def start(self, sweep: str, *, check: Callable[[Engine], CheckAnswer], settings: EngineSettings) -> None:
        """Run a sweep, or let it go on. `check` makes what checks the answers. Raises UserError where one runs."""
        from models.lab import SweepRunner

        if self._sweep:
            raise user_error("lab.run.busy")

        def prepare(engine: Engine) -> SweepRunner:
            return SweepRunner(engine, self._store(), check(engine), settings=settings)

        self._sweep, self._wanted, self._stopped, self._prepare = sweep, True, False, prepare
        self._lend()

    def pause(self) -> None:
        """Stop making answers; it can go on later."""
        self._end(stopped=False)

    def stop(self) -> None:
        """Stop making answers; the user wants no more of them."""
        self._end(stopped=True)

    def close(self) -> None:
        """Pause; nothing is told any more. The engine's bridge is closed afterwards and waits for the end."""
        self._closing = True
        self.blockSignals(True)  # noqa: FBT003
        self._end(stopped=False)

    def _store(self) -> SweepStore:
        from models.lab import SweepStore

        return SweepStore(self._folder)

    def _lend(self) -> None:
        """Queue the work."""
        self._asked_to_end.clear()
        self._bridge.lend(partial(self._work, self._sweep), self._give_way)

    def _work(self, sweep: str, engine: Engine) -> None:
        fault: UserError | None = None
        try:
            if self._prepare is not None and self._wanted:
                runner = self._prepare(engine)
                events = runner.run(sweep)
                self._runner = runner
                if self._asked_to_end.is_set():  # before it could be told
                    runner.pause()
                self._tell(sweep, events)
        except UserError as error:
            fault = error
        except Exception as error:  # noqa: BLE001 - the edge of the thread
            _log.exception("the measurement failed")
            fault = bug_error(error)
        self._runner = None
        self._left.emit(fault)

    def _tell(self, sweep: str, events: Generator[SweepEvent, None, None]) -> None:
        try:
            for event in events:
                self.told.emit(sweep, event)
        finally:
            events.close()

    def _give_way(self) -> None:
        self._asked_to_end.set()
        if (runner := self._runner) is not None:
            runner.pause()

    def _end(self, *, stopped: bool) -> None:
        if not self._sweep:
            return
        self._wanted, self._stopped = False, stopped
        self._give_way()

    def _on_left(self, fault: UserError | None) -> None:
        from models.lab import SweepState

        if not self._sweep:
            return
        sweep = self._sweep
        if self._stopped:
            self._store().set_state(sweep, SweepState.STOPPED)
        done = fault is None and self._store().summary(sweep).state is SweepState.DONE
        if self._wanted and fault is None and not done and not self._closing:
            self.waits.emit(sweep)
            self._lend()
            return
        self._sweep, self._wanted, self._prepare = "", False, None
        self.ended.emit(sweep, fault)
