"""Part three: the engine is killed at random moments of all that it does, behind the real window."""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from models.engine import Done
from models.errors import UserError
from models.history import AnswerState
from models.paths import Paths
from tools.soak import states
from tools.soak.outcome import Figure, Outcome
from tools.soak.phases import Kill, Phases
from tools.soak.replayer import Replayer
from tools.soak.shown import Shown
from tools.soak.window import SETTINGS, Asked, HungError, SoakWindow
from tools.soak.words import Words

_LONGEST_PAUSE = 3.0
"""Seconds for which the window may stand still at most, on a machine that does other things too."""

_RECENT = 8
"""So many of the newest conversations are returned to."""

_TOKENS, _THINKING_TOKENS = 24, 8


class Kills:
    """A window on a data folder of its own; `run` kills its engine and checks what is left. `close` ends all."""

    def __init__(self, model: Path, home: Path, *, seed: int) -> None:
        self._model = model
        self._paths = Paths(home)
        self._chance = random.Random(seed)
        self._words = Words(self._chance)
        self._shown = Shown()
        self._lengths: dict[str, float] = {}
        self.longest_pause = 0.0
        self.resumed = 0
        """How many answers after a kill went on from what was kept on disk, or computed ahead."""
        self.compared = 0
        """How many answers after a kill were made again from nothing, and compared."""
        self._window = self._open()
        self._phases().measure()
        self._replayer = Replayer(model, SETTINGS)

    @property
    def lengths(self) -> dict[str, float]:
        """How long each phase takes, in seconds."""
        return dict(self._lengths)

    def run(self, phase: str) -> tuple[Kill, list[str]]:
        """Kill the engine in a phase; return what was hit and every fault found afterwards."""
        kill = self._bring_about(phase)
        if kill.closed:
            self._note_pulse()
            self._window = self._open()
        faults = list(self._window.lost())
        if kill.typed and self._window.typed != kill.typed:
            faults.append("what was typed is gone")
        self._window.make_ready()
        if kill.typed != self._window.typed or kill.conversation is None:
            self._window.show(kill.conversation)
        faults += self._go_on()
        self._return()
        faults += self._go_on()
        return kill, faults

    def close(self) -> tuple[str, ...]:
        """Close the window; return the errors of its own that it met."""
        self._note_pulse()
        self._window.close()
        self._replayer.close()
        return self._window.crashes()

    def _open(self) -> SoakWindow:
        window = SoakWindow(self._paths, self._model, shown=self._shown)
        window.make_ready()
        return window

    def _phases(self) -> Phases:
        return Phases(self._window, chance=self._chance, lengths=self._lengths)

    def _bring_about(self, phase: str) -> Kill:
        phases = self._phases()
        ways: dict[str, Callable[[], Kill]] = {
            "loading": phases.loading,
            "type-ahead": phases.type_ahead,
            "prompt": phases.prompt,
            "answer": phases.answer,
            "saving": phases.saving,
        }
        return ways[phase]()

    def _return(self) -> None:
        """Put an earlier conversation on screen: its state is read from disk, where it was kept."""
        talks = [talk.id for talk in self._window.history.conversations.recent()[:_RECENT]]
        self._window.show(self._chance.choice(talks))

    def _go_on(self) -> list[str]:
        """Ask one more question in the conversation on screen, and check the answer and all that is kept."""
        window = self._window
        if not window.typed.strip():
            window.type(self._words.question())
        asked = window.send(tokens=_TOKENS, thinking_tokens=_THINKING_TOKENS, seed=self._chance.randrange(2**31))
        window.make_ready()
        state = window.message(asked.answer).state
        if state is not AnswerState.COMPLETE:
            return [f"the next question was not answered: {state}"]
        window.wait(lambda: asked.answer in window.done, "the record of the answer")
        done = window.done[asked.answer]
        self.resumed += done.stats.reused_tokens > 0
        return [*self._compared(asked, done), *window.lost(), *self._unsound_states()]

    def _compared(self, asked: Asked, done: Done) -> list[str]:
        """Let another engine make the answer from nothing, in the same batches: it must be the same to the letter."""
        window = self._window
        again = self._replayer.again(asked.messages, done)
        window.wait(again.done, "an answer is made again")
        try:
            heard = again.result()
        except UserError as error:
            return [f"the answer cannot be made again: {error!r}"]
        self.compared += 1
        kept = window.message(asked.answer)
        if (heard.answer, heard.thinking) != (kept.content, kept.thinking or ""):
            return ["the answer is another one than from an empty context: a state was trusted wrongly"]
        return []

    def _unsound_states(self) -> list[str]:
        """Look at the folder of states. A living engine has tidied it; it may be writing one at this moment."""
        window, folder = self._window, self._paths.state
        loaded = window.engine.loaded
        if loaded is None:
            return ["the engine is gone again"]
        mine = f".{window.engine.pid}.tmp"
        left = [path.name for path in states.unfinished(folder) if not path.name.endswith(mine)]
        return [*(f"{name} is left unfinished" for name in left), *states.broken(folder, loaded)]

    def _note_pulse(self) -> None:
        self.longest_pause = max(self.longest_pause, self._window.heartbeat.longest)


@contextmanager
def _quick_threads() -> Iterator[None]:
    """Let the killing thread run at once when its moment has come, whatever the window's thread does: 9 ms are long."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


PHASES = ("loading", "type-ahead", "prompt", "answer", "saving")


def random_kills(model: Path, *, kills: int, seed: int, longest_pause: float = _LONGEST_PAUSE) -> Outcome:
    """Kill the engine `kills` times, the five phases in turn. The window must not stand still for `longest_pause` s."""
    faults: list[str] = []
    hits: Counter[str] = Counter()
    began, made, soak = time.monotonic(), 0, None
    with tempfile.TemporaryDirectory() as home, _quick_threads():
        try:
            soak = Kills(model, Path(home), seed=seed)
            for number in range(kills):
                phase = PHASES[number % len(PHASES)]
                kill, found = soak.run(phase)
                made += 1
                hits[phase] += kill.hit
                faults += (f"kill {number + 1}, {phase}: {fault}" for fault in found)
        except (HungError, UserError) as error:
            faults.append(f"kill {made + 1}: {error!r}")
        finally:
            if soak is not None:
                faults += soak.close()
    if soak is None:
        return Outcome("Random kills", (), tuple(faults))
    if soak.longest_pause > longest_pause:
        faults.append(f"the window stood still for {soak.longest_pause:.1f} s")
    return Outcome("Random kills", _figures(soak, hits, made, time.monotonic() - began), tuple(faults))


def _figures(soak: Kills, hits: Counter[str], made: int, seconds: float) -> tuple[Figure, ...]:
    lengths = soak.lengths
    return (
        Figure("kills", f"{made} in {seconds:.0f} s"),
        Figure("in the middle of their phase", ", ".join(f"{hits[phase]} {phase}" for phase in PHASES)),
        Figure("length of the phases", ", ".join(f"{name} {lengths[name] * 1000:.0f} ms" for name in lengths)),
        Figure("answers after a kill, made again from nothing and the same", str(soak.compared)),
        Figure("of these went on from what was kept on disk or computed ahead", str(soak.resumed)),
        Figure("longest pause of the window", f"{soak.longest_pause * 1000:.0f} ms"),
    )
