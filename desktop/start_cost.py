"""What a start costs: the window opened as ever and watched until all of it is loaded, then closed.

`tempera measure-start` is how the trial of a package starts it; it answers by one JSON object on its standard output.
Its times are on the clock of `time.monotonic`, which all processes of a machine share: whoever started it knows when.
"""

import gc
import json
import sys
import time
from dataclasses import asdict, dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.app import Program
from models.paths import user_paths
from models.settings import PREFERENCES, SettingsStore
from models.texts import Phrasebook, chosen_language


@dataclass(frozen=True)
class StartCost:
    """`usable` and `complete` are moments in seconds, `longest` is how long a key had to wait at most between them.

    Usable is the first idle moment after the first frame. `resident` is the process's memory at the end, in bytes.
    """

    usable: float
    complete: float
    longest: float
    resident: int


def main() -> int:
    """Open the window, measure, close it, and print what was found; return the exit status."""
    gc.disable()  # as `desktop.start` does
    paths = user_paths()
    store = SettingsStore(paths.settings)
    program = Program(paths=paths, store=store, say=Phrasebook(chosen_language(store.load(PREFERENCES).language)))
    try:
        cost = _watched(program)
    finally:
        program.close()
    sys.stdout.write(json.dumps(asdict(cost)) + "\n")
    return 0


class _Watch:
    """Called whenever the event loop is idle, and as often as that is possible between two pieces of work."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._last = 0.0
        self.usable = 0.0
        self.longest = 0.0

    def look(self) -> None:
        now = time.monotonic()
        if self.usable:
            self.longest = max(self.longest, now - self._last)
        elif self._window.windowHandle().isExposed():
            self.usable = now
        self._last = now


def _watched(program: Program) -> StartCost:
    steps = program.begin(None)
    watch = _Watch(steps.window)
    timer = QTimer()
    timer.timeout.connect(watch.look)
    timer.start(0)
    steps.finished.connect(program.application.quit)
    steps.failed.connect(program.application.quit)
    program.application.exec()
    complete = time.monotonic()
    import psutil  # after all that was to be measured

    return StartCost(watch.usable, complete, watch.longest, psutil.Process().memory_info().rss)
