"""Prints the figures: first paint, streaming, memory, finding and searching, and those of the surface alone."""

import os
import subprocess
import sys

PARTS = (
    ("open", 1_000),
    ("open", 10_000),
    ("stream", 1_000),
    ("find", 10_000),
    ("search", 100_000),
    ("surface", 1_000),
    ("surface", 10_000),
    ("grow", 0),
    ("grow", 200_000),
)


def main() -> None:
    """Measure one part, or all of them, each in a fresh process."""
    if len(sys.argv) > 1:
        print(_measured(sys.argv[1], int(sys.argv[2])))
        return
    for name, size in PARTS:
        subprocess.run([sys.executable, "-m", "bench.transcript", name, str(size)], check=True)


def _measured(name: str, size: int) -> str:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from bench.transcript import surface, window

    measures = {
        "open": window.opening,
        "stream": window.streaming,
        "find": window.finding,
        "search": window.searching,
        "surface": surface.opening,
        "grow": surface.growing,
    }
    return measures[name](size)


if __name__ == "__main__":
    main()
