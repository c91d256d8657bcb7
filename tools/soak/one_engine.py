"""Part one: so many turns of every kind in one engine, whose memory does not grow."""

import random
import tempfile
import time
from collections import Counter
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


def long_run(model: Path, *, turns: int, seed: int, most_growth: float = _MOST_GROWTH) -> Outcome:
    """Make `turns` turns; the memory of the later half may grow by less than the part `most_growth`."""
    held: list[Held] = []
    kinds: Counter[str] = Counter()
    faults: list[str] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as states:
        engine = ProcessEngine(states=Path(states))
        try:
            for _ in engine.load(model, SETTINGS):
                pass
            made = Turns(engine, chance=random.Random(seed))
            pid = engine.pid
            for _ in range(turns):
                kinds[made.take()] += 1
                held.append(held_by(pid or 0))
            if engine.pid != pid:
                faults.append("the engine did not live through the turns")
        except (WrongTurnError, UserError, OSError) as error:
            faults.append(f"turn {len(held) + 1}: {error!r}")
        finally:
            engine.close()
    seconds = time.monotonic() - began
    figures = [Figure("turns", f"{len(held):,} in {seconds:.0f} s: {_counts(kinds)}")]
    if not faults:
        figures += _memory(held, faults, most_growth)
    return Outcome("Turns in one engine", tuple(figures), tuple(faults))


def _memory(held: list[Held], faults: list[str], most_growth: float) -> list[Figure]:
    growth = Growth.of([one.memory for one in held])
    if growth.share >= most_growth:
        faults.append(f"memory of the last {growth.turns:,} turns: {growth}")
    middle, last = held[len(held) // 2], held[-1]
    for what, before, after in (("threads", middle.threads, last.threads), ("open files", middle.files, last.files)):
        if after > before:
            faults.append(f"{after} {what} after {before} half way")
    return [
        Figure(f"memory of the last {growth.turns:,} turns", str(growth)),
        Figure("threads and open files of the engine", f"{last.threads} and {last.files}"),
    ]


def _counts(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
