"""How long the window takes to be usable, and what its process weighs, against a bare PySide6 window.

Each run is a fresh process; the two programs take turns. "Usable" is from the first import to the first idle moment
after the window's first frame: whoever types then sees it. What Tempera loads afterwards is measured too: until
when, and for how long at most a key would have to wait meanwhile. Its memory is that at the end of all.
Run it on a display (or under xvfb-run): `python -m bench.startup`.
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
usable = last = longest = 0.0

def watch(window):  # called whenever the event loop is idle, and as often as it can be between two pieces of work
    global usable, last, longest
    now = time.perf_counter()
    if usable:
        longest = max(longest, now - last)
    elif window.windowHandle().isExposed():
        usable = now - began
    last = now

def done():
    import resource
    complete = time.perf_counter() - began
    with open("/proc/self/statm") as memory:
        resident = int(memory.read().split()[1]) * resource.getpagesize()
    print(usable, complete, longest, resident, flush=True)
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
timer = QTimer()
timer.timeout.connect(lambda: (watch(window), usable and application.quit()))
timer.start(0)
application.exec()
done()
os._exit(0)
"""
)
_OURS = (
    _MEASURE
    + """
import gc
gc.disable()  # as desktop.start does
from models.paths import user_paths
from models.settings import PREFERENCES, SettingsStore
from models.texts import Phrasebook, chosen_language
paths = user_paths()
store = SettingsStore(paths.settings)
from desktop.app import Program
program = Program(paths=paths, store=store, say=Phrasebook(chosen_language(store.load(PREFERENCES).language)))
steps = program.begin(None)
from PySide6.QtCore import QTimer
timer = QTimer()
timer.timeout.connect(lambda: watch(steps.window))
timer.start(0)
steps.finished.connect(program.application.quit)
program.application.exec()
done()
program.close()
os._exit(0)
"""
)


@dataclass(frozen=True)
class Start:
    """One start, in seconds: until the window was usable, until all was loaded, the longest wait between the two.

    `resident` is the process's memory at the end, in bytes.
    """

    usable: float
    complete: float
    longest: float
    resident: float


def measure(script: str, home: str) -> Start:
    """Start `script` in a fresh process."""
    environment = {**os.environ, "TEMPERA_HOME": home}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is used twice has its bytecode
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return Start(*map(float, done.stdout.split()))


def main() -> None:
    """Measure and print the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as home:
        measure(_OURS, home), measure(_BARE, home)  # warm caches
        pairs = [(measure(_OURS, home), measure(_BARE, home)) for _ in range(runs)]
    for name, starts in (("Tempera", [ours for ours, _ in pairs]), ("bare window", [bare for _, bare in pairs])):
        usable, resident = (
            statistics.median(one.usable for one in starts),
            statistics.median(one.resident for one in starts),
        )
        print(f"{name:12} {usable * 1000:6.0f} ms  {resident / 2**20:6.1f} MiB")
    usable = statistics.median(ours.usable / bare.usable for ours, bare in pairs)
    resident = statistics.median(ours.resident / bare.resident for ours, bare in pairs)
    print(f"ratio        {usable:6.2f}     {resident:6.2f}   (medians of {runs} pairs)")
    complete = statistics.median(ours.complete for ours, _ in pairs)
    ratio = statistics.median(ours.complete / bare.usable for ours, bare in pairs)
    longest = statistics.median(ours.longest for ours, _ in pairs)
    print(
        f"all loaded   {complete * 1000:6.0f} ms  {ratio:6.2f} x   (longest wait on the way: {longest * 1000:.0f} ms)"
    )


if __name__ == "__main__":
    main()
