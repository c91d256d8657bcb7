"""Python's garbage collector, kept to the window's thread.

Left alone, it runs in whichever thread makes the object that is one too many, and frees there what it finds, Qt's
objects too. One that is destroyed in another thread while the event loop delivers something to it ends the program with
a segmentation fault (`docs/decisions/0015-collecting-in-the-windows-thread.md`).
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

_SELDOM_MS: Final = 1000  # while little is made
_OFTEN_MS: Final = 50  # while much is: many short turns instead of a long one
_YOUNG: Final = 700  # objects made since the last collection; this and the next two are Python's own figures
_TURNS: Final = 10  # collections of a generation, until the next older one is looked at too
_GROWN: Final = 0.25  # of what survived the last full collection: so much must be new before there is another


class Collector(QObject):
    """Collects in the thread of its parent what Python's own collector would, and when it would.

    From the first one on, Python's own is switched off for the whole process. It looks every second, and more often
    while much is made; between two looks, and while the event loop does not run, nothing is collected.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._survived = 0  # objects, of the last full collection
        self._since = 0  # objects that have become old since
        self._timer = QTimer(self, interval=_SELDOM_MS, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look by itself."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Collect the oldest generation whose turn it is, and those that are younger; nothing if little is new."""
        young, middle, old = gc.get_count()
        self._timer.setInterval(_OFTEN_MS if young > _YOUNG else _SELDOM_MS)
        if young <= _YOUNG:
            return
        if middle <= _TURNS:
            gc.collect(0)
        elif old <= _TURNS or self._since < self._survived * _GROWN:
            alive = len(gc.get_objects(0)) + len(gc.get_objects(1))
            self._since += alive - gc.collect(1)
        else:
            gc.collect()
            self._survived, self._since = len(gc.get_objects(2)), 0


def count_as_old() -> None:
    """Let all that was made so far count as old: only a full collection walks through it, not each of what is new."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()  # into the oldest generation
