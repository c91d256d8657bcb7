"""Part two: one engine after the other, each ended in another way, none of which leaves anything behind."""

import contextlib
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from models.engine import AnswerEvent, ChatMessage, Loaded, ProcessEngine, Prompt, Role, Token
from models.errors import UserError
from models.sampling import SamplingSettings
from tools.soak.one_engine import SETTINGS
from tools.soak.outcome import Figure, Outcome
from tools.soak.traces import Tracker, own_temporary_folder
from tools.soak.words import Words

_GONE = {"engine.died", "engine.closed"}
"""What an engine that is ended under its work may say."""


class Engines:
    """Starts engines on one model and one folder of states, and ends them."""

    def __init__(self, model: Path, states: Path, *, chance: random.Random) -> None:
        self._model = model
        self._states = states
        self._chance = chance
        self._words = Words(chance)
        self.ends: dict[str, Callable[[ProcessEngine], None]] = {
            "closed after an answer": self._closed,
            "unloaded, then closed": self._unloaded,
            "killed after an answer": self._killed,
            "killed while it wrote": self._killed_writing,
            "closed while it loaded": self._closed_loading,
            "closed while it wrote": self._closed_writing,
            "closed unused": self._unused,
        }

    def run(self, end: str) -> None:
        """Start an engine and end it in one of the ways of `ends`. Raises UserError where it fails by itself."""
        engine = ProcessEngine(states=self._states)
        try:
            self.ends[end](engine)
        finally:
            engine.close()

    def _closed(self, engine: ProcessEngine) -> None:
        self._load(engine)
        self._ask(engine)

    def _unloaded(self, engine: ProcessEngine) -> None:
        self._load(engine)
        self._ask(engine)
        engine.unload()

    def _killed(self, engine: ProcessEngine) -> None:
        self._load(engine)
        self._ask(engine)
        _kill(engine)

    def _killed_writing(self, engine: ProcessEngine) -> None:
        self._load(engine)
        self._ask(engine, then=_kill)

    def _closed_loading(self, engine: ProcessEngine) -> None:
        timer = threading.Timer(self._chance.uniform(0, 1.5), engine.close)
        timer.start()
        with _cut_off():
            self._load(engine)
        timer.join()

    def _closed_writing(self, engine: ProcessEngine) -> None:
        self._load(engine)
        self._ask(engine, then=ProcessEngine.close)

    def _unused(self, engine: ProcessEngine) -> None:
        engine.describe()

    def _load(self, engine: ProcessEngine) -> None:
        loaded = [event for event in engine.load(self._model, SETTINGS) if isinstance(event, Loaded)]
        if len(loaded) != 1:
            raise RuntimeError("a load ended without a word")

    def _ask(self, engine: ProcessEngine, *, then: Callable[[ProcessEngine], None] | None = None) -> None:
        """Let it write some tokens; after the first of them, or in the prompt, do `then`."""
        settings = SamplingSettings(max_tokens=12 if then is None else 400, seed=self._chance.randrange(2**31))
        question = (ChatMessage(Role.USER, self._words.text(self._chance.randint(1, 12))),)
        moment: type[AnswerEvent] = self._chance.choice((Prompt, Token))
        with _cut_off() if then else contextlib.nullcontext():
            for event in engine.generate(question, settings, conversation=str(self._chance.randint(1, 9))):
                if then is not None and isinstance(event, moment):
                    then(engine)


def engines_in_a_row(model: Path, *, engines: int, seed: int) -> Outcome:
    """Start and end `engines` engines, the ways of ending in turn; after each nothing may be left of it."""
    faults: list[str] = []
    ends: Counter[str] = Counter()
    began = time.monotonic()
    with own_temporary_folder() as temporary, tempfile.TemporaryDirectory() as folder:
        row = Engines(model, Path(folder), chance=random.Random(seed))
        ways = list(row.ends)
        tracker = Tracker(temporary, Path(folder))
        for number in range(engines):
            end = ways[number % len(ways)]
            ends[end] += 1
            try:
                row.run(end)
            except UserError as error:
                faults.append(f"engine {number + 1}, {end}: {error!r}")
            faults += (f"engine {number + 1}, {end}, left {left}" for left in tracker.left_over())
    seconds = time.monotonic() - began
    figures = (
        Figure("engines", f"{sum(ends.values())} in {seconds:.0f} s: {_counts(ends)}"),
        Figure("left behind", str(len(faults)) if faults else "no process, no thread, no open file, no file"),
    )
    return Outcome("Engines in a row", figures, tuple(faults))


@contextlib.contextmanager
def _cut_off() -> Iterator[None]:
    """Let the engine say that it was ended under its work, as it should; it may also have come to the end before."""
    try:
        yield
    except UserError as error:
        if error.text.id not in _GONE:
            raise


def _kill(engine: ProcessEngine) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        if (pid := engine.pid) is not None:
            psutil.Process(pid).kill()


def _counts(ends: Counter[str]) -> str:
    return ", ".join(f"{count} {end}" for end, count in ends.items())
