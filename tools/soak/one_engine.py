"""Part one: so many turns of every kind in one engine, whose memory does not grow."""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from models.engine import EngineSettings, ProcessEngine
from models.errors import UserError
from tools.soak.growth import Growth
from tools.soak.memory import Held, held_by
from tools.soak.outcome import Figure, Outcome
from tools.soak.turns import Turns, WrongTurnError

SETTINGS = EngineSettings(context=2048, threads=1)
"""One thread: on a busy machine two wait for each other."""

_MOST_GROWTH = 0.01
"""Part by which memory may grow in the later half of a long run."""

_MOST_PER_TURN = 16 * 1024
"""Bytes by which memory may grow in each turn of a short run: the caches that fill in its 100 turns take up to half."""


class _Run:
    """Turns made so far: what the engine held after each, and how many there were of each kind."""

    def __init__(self, engine: ProcessEngine) -> None:
        self._engine = engine
        self._pid = engine.pid or 0
        self.held: list[Held] = []
        self.kinds: Counter[str] = Counter()

    def make(self, turns: int, *, seed: int) -> None:
        """Make turns. Raises WrongTurnError, UserError where the engine fails, OSError where it died."""
        made = Turns(self._engine, chance=random.Random(seed))
        for _ in range(turns):
            self.kinds[made.take()] += 1
            self.held.append(held_by(self._pid))


def long_run(model: Path, *, turns: int, seed: int) -> Outcome:
    """Make `turns` turns by chance; in their later half memory may grow by less than 1 %."""

    def judge(run: _Run) -> tuple[Growth, bool]:
        growth = Growth.of_later_half([one.memory for one in run.held])
        return growth, growth.share < _MOST_GROWTH

    return _outcome(model, lambda run: run.make(turns, seed=seed), judge)


def short_run(model: Path, *, turns: int, rounds: int, seed: int) -> Outcome:
    """Make `turns` turns, the same ones in each of `rounds`: memory may grow by less than 16 KiB in each turn."""
    length = turns // rounds

    def make(run: _Run) -> None:
        for _ in range(rounds):
            run.make(length, seed=seed)

    def judge(run: _Run) -> tuple[Growth, bool]:
        course = [one.memory for one in run.held]
        growth = Growth.of_rounds([course[start : start + length] for start in range(0, len(course), length)])
        return growth, growth.per_turn < _MOST_PER_TURN

    return _outcome(model, make, judge)


def _outcome(model: Path, make: Callable[[_Run], None], judge: Callable[[_Run], tuple[Growth, bool]]) -> Outcome:
    faults: list[str] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as states:
        engine = ProcessEngine(states=Path(states))
        try:
            for _ in engine.load(model, SETTINGS):
                pass
            run = _Run(engine)
            try:
                make(run)
            except (WrongTurnError, UserError, OSError) as error:
                faults.append(f"turn {len(run.held) + 1}: {error!r}")
        finally:
            engine.close()
    seconds = time.monotonic() - began
    kinds = ", ".join(f"{count} {kind}" for kind, count in run.kinds.most_common())
    figures = [Figure("turns", f"{len(run.held):,} in {seconds:.0f} s: {kinds}")]
    if not faults:
        growth, small = judge(run)
        figures += _figures(run, growth)
        faults += () if small else (f"memory grows: {growth}",)
        faults += _more_held(run)
    return Outcome("Turns in one engine", tuple(figures), tuple(faults))


def _figures(run: _Run, growth: Growth) -> tuple[Figure, ...]:
    last = run.held[-1]
    return (
        Figure(f"growth of the engine's anonymous memory in the last {growth.turns:,} turns", str(growth)),
        Figure("threads and open files of the engine", f"{last.threads} and {last.files}"),
    )


def _more_held(run: _Run) -> tuple[str, ...]:
    middle, last = run.held[len(run.held) // 2], run.held[-1]
    pairs = (("threads", middle.threads, last.threads), ("open files", middle.files, last.files))
    return tuple(f"{after} {what}, {before} half way" for what, before, after in pairs if after > before)
