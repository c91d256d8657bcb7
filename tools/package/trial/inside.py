"""The trial itself, in a process whose mounts, processes and network are its own: `inside TASK`."""

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tools.package.trial import figures, installed, places, processors
from tools.package.trial.bench import Bench
from tools.package.trial.results import Results
from tools.package.trial.room import Room
from tools.package.trial.screen import Screen
from tools.package.trial.task import Task

_JOBS: dict[str, Callable[[Bench], None]] = {
    "installed": installed.try_out,
    "places": places.try_out,
    "processors": processors.try_out,
    "figures": figures.take,
}


def main() -> int:
    """Do the parts of the task that is the only argument. Returns 0 where every check passed."""
    task = Task.read(sys.argv[1])
    results = Results()
    folder = Path(task.folder)
    with (
        tempfile.TemporaryDirectory(prefix="tempera-trial-") as work,
        closing(Room(tuple(map(Path, task.layers)), Path(work))) as room,
        closing(Screen(Path(work), room)) as screen,
    ):
        bench = Bench(room, screen, results, folder, Path(task.deb), task.runs)
        try:
            if installed.install(bench):
                for part in task.parts:
                    _JOBS[part](bench)
                installed.afterwards(bench)
        finally:
            results.write(folder)
    return 0 if results.passed else 1


if __name__ == "__main__":
    sys.exit(main())
