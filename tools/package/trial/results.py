"""What the trial found: a line for each check, as text for people and as one JSON document."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools.system import say

Figure = str | int | float


class TrialError(Exception):
    """A check failed; the message says what was seen instead."""


@dataclass
class Line:
    """One check. `facts` are what was seen on the way, in words; `problem` is empty where it passed."""

    part: str
    what: str
    problem: str = ""
    facts: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether what was expected was seen."""
        return not self.problem

    def saw(self, fact: str) -> None:
        """Keep what was seen."""
        self.facts.append(fact)


class Results:
    """The lines of one trial, in order, and its figures by name."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.figures: dict[str, Figure] = {}
        self._part = ""

    def begin(self, part: str) -> None:
        """Begin the next part of the trial."""
        self._part = part
        say(f"\n{part}")

    @contextmanager
    def check(self, what: str) -> Iterator[Line]:
        """Count the block as one check, which fails by a TrialError, or where a program or a file fails it."""
        line = Line(self._part, what)
        began = time.monotonic()
        try:
            yield line
        except (TrialError, OSError, subprocess.SubprocessError) as error:
            line.problem = str(error) or type(error).__name__
        line.seconds = round(time.monotonic() - began, 1)
        self.lines.append(line)
        say(_told(line))

    @property
    def passed(self) -> bool:
        """Whether there were checks, and none failed."""
        return bool(self.lines) and all(line.passed for line in self.lines)

    def write(self, folder: Path) -> None:
        """Write `trial.txt` and `trial.json` into the folder."""
        failed = sum(not line.passed for line in self.lines)
        told: list[str] = []
        part = ""
        for line in self.lines:
            if line.part != part:
                part = line.part
                told.append(f"\n{part}")
            told.append(_told(line))
        figures = [f"  {name}: {value}" for name, value in self.figures.items()]
        summary = f"{len(self.lines) - failed} of {len(self.lines)} checks passed"
        text = "\n".join([summary, *told, *(["\nFigures", *figures] if figures else []), ""])
        (folder / "trial.txt").write_text(text, "utf-8")
        document = {
            "passed": self.passed,
            "lines": [{"passed": line.passed, **asdict(line)} for line in self.lines],
            "figures": self.figures,
        }
        (folder / "trial.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
        say(f"\n{summary}.")


def _told(line: Line) -> str:
    facts = "".join(f"\n       {fact}" for fact in line.facts)
    problem = f"\n       PROBLEM: {line.problem}" if line.problem else ""
    return f"  {'pass' if line.passed else 'FAIL'} {line.what} ({line.seconds:.1f} s){facts}{problem}"
