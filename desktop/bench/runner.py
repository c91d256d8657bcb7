"""A benchmark in a thread of its own, whose events become Qt signals."""

import logging
import threading
from contextlib import closing

from PySide6.QtCore import QObject, Signal

from models.bench import BenchEvent, Benchmark, BenchPlan, BenchReport, BenchStopped, Finished, Measured, Step
from models.errors import UserError, bug_error

_log = logging.getLogger(__name__)


class BenchRunner(QObject):
    """Runs one benchmark at a time. After `start` comes `ended`, once nothing of it runs any more."""

    step = Signal(Step)
    measured = Signal(BenchReport)  # what is measured so far
    finished = Signal(BenchReport)
    failed = Signal(UserError)
    stopped = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._benchmark: Benchmark | None = None
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether anything of a benchmark still runs."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, plan: BenchPlan) -> None:
        """Begin."""
        if self.running:
            raise RuntimeError("a benchmark is running")
        benchmark = self._benchmark = Benchmark(plan)
        self._thread = threading.Thread(target=self._run, args=(benchmark,), name="benchmark", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End what runs. Does not wait."""
        if self._benchmark is not None and self.running:
            # Ending an engine may take a moment, and this is the window's thread.
            threading.Thread(target=self._benchmark.stop, name="benchmark-stop", daemon=True).start()

    def close(self) -> None:
        """End what runs and wait for it. Nothing is signalled afterwards."""
        self.blockSignals(True)  # noqa: FBT003
        if self._benchmark is not None:
            self._benchmark.stop()
        if self._thread is not None:
            self._thread.join()

    def _run(self, benchmark: Benchmark) -> None:
        try:
            with closing(benchmark.run()) as events:
                for event in events:
                    self._tell(event)
        except BenchStopped:
            self.stopped.emit()
        except UserError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - the edge of the thread
            _log.exception("measuring failed")
            self.failed.emit(bug_error(error))
        self.ended.emit()

    def _tell(self, event: BenchEvent) -> None:
        match event:
            case Step():
                self.step.emit(event)
            case Measured():
                self.measured.emit(event.report)
            case Finished():
                self.finished.emit(event.report)
