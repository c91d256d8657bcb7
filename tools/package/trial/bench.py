"""What every part of the trial works with."""

from dataclasses import dataclass
from pathlib import Path

from tools.package.trial.results import Results
from tools.package.trial.room import Room
from tools.package.trial.screen import Screen


@dataclass(frozen=True)
class Bench:
    """The machine, its screen, and what was found so far. `folder` takes pictures, `runs` is how often to measure."""

    room: Room
    screen: Screen
    results: Results
    folder: Path
    deb: Path
    runs: int
