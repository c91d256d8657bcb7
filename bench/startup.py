"""How long the window takes to be usable, and what its process weighs, against a bare PySide6 window.

Each run is a fresh process, from its first import to its first idle moment after the window is on screen; the two
take turns. Run it on a display (or under xvfb-run): `python -m bench.startup`.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

_MEASURE = """
import time
began = time.perf_counter()
import os, sys
def done():
    import resource
    with open("/proc/self/statm") as memory:
        resident = int(memory.read().split()[1]) * resource.getpagesize()
    print(time.perf_counter() - began, resident, flush=True)
    os._exit(0)
"""
_BARE = (
    _MEASURE
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTextBrowser())
window.show()
QTimer.singleShot(0, done)
application.exec()
"""
)
_OURS = (
    _MEASURE
    + """
from PySide6.QtCore import QTimer
from models.paths import user_paths
from models.settings import PREFERENCES, SettingsStore
from models.texts import Phrasebook, chosen_language
paths = user_paths()
store = SettingsStore(paths.settings)
from desktop.app import Program
program = Program(paths=paths, store=store, say=Phrasebook(chosen_language(store.load(PREFERENCES).language)))
program.open(None)
QTimer.singleShot(0, done)
program.application.exec()
"""
)


@dataclass(frozen=True)
class Start:
    """One start: seconds to the first idle moment, resident bytes then."""

    seconds: float
    resident: int


def measure(script: str, home: str) -> Start:
    """Start `script` in a fresh process."""
    environment = {**os.environ, "TEMPERA_HOME": home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is used twice has its bytecode
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    seconds, resident = done.stdout.split()
    return Start(float(seconds), int(resident))


def main() -> None:
    """Measure and print the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as home:
        measure(_OURS, home), measure(_BARE, home)  # warm caches
        pairs = [(measure(_OURS, home), measure(_BARE, home)) for _ in range(runs)]
    ours = Start(statistics.median(a.seconds for a, _ in pairs), int(statistics.median(a.resident for a, _ in pairs)))
    bare = Start(statistics.median(b.seconds for _, b in pairs), int(statistics.median(b.resident for _, b in pairs)))
    print(f"Tempera      {ours.seconds * 1000:6.0f} ms  {ours.resident / 2**20:6.1f} MiB")
    print(f"bare window  {bare.seconds * 1000:6.0f} ms  {bare.resident / 2**20:6.1f} MiB")
    seconds = statistics.median(a.seconds / b.seconds for a, b in pairs)
    resident = statistics.median(a.resident / b.resident for a, b in pairs)
    print(f"ratio        {seconds:6.2f}     {resident:6.2f}   (medians of {runs} pairs)")


if __name__ == "__main__":
    main()
