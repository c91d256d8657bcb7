"""One visit to the program: its window opened, questions typed and answered, the engine killed, the window closed."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.package.trial.bench import Bench
from tools.package.trial.conversations import Answered, answered, questions
from tools.package.trial.processes import kill, running, wait_until
from tools.package.trial.results import TrialError
from tools.package.trial.room import Program, end

QUESTION = "What is the capital of France?"
SHORT = ("--max-tokens", "40")
"""For a command that asks: the starter model does not always find an end."""

_ENGINE = "tempera-engine"
_SEND_EVERY = 5.0  # seconds
_LOOK_EVERY = 0.3
_LONG_ANSWER = 40.0
_ANSWER_PATIENCE = 120.0
_END_PATIENCE = 30.0


@dataclass(frozen=True)
class Visit:
    """A window that is open. `home` is the data folder as we see it, `window` the number of the window."""

    bench: Bench
    process: "subprocess.Popen[str]"
    window: int
    home: Path

    def ask(self, question: str) -> Answered:
        """Type a question and return it with its answer when that is complete. Raises TrialError."""
        before, asked_before = len(answered(self.home)), len(questions(self.home))
        self.bench.screen.type(self.window, question)
        self._see_sent(asked_before)
        asked = time.monotonic()
        while len(answered(self.home)) == before:
            if self.process.poll() is not None:
                raise TrialError(f"the window's process ended with status {self.process.returncode}")
            if time.monotonic() - asked > _ANSWER_PATIENCE:
                raise TrialError(f"no answer in {_ANSWER_PATIENCE:.0f} s")
            if time.monotonic() - asked > _LONG_ANSWER:
                self.bench.screen.press("Escape")  # the starter model does not always find an end
            time.sleep(_LOOK_EVERY)
        found = answered(self.home)[-1]
        if found.question != question:
            raise TrialError(f"another question was answered: {found.question}")
        return found

    def _see_sent(self, before: int) -> None:
        """Wait until the question is in the history; Enter again where the model was still being loaded."""
        until = time.monotonic() + 90
        pressed = time.monotonic()
        while len(questions(self.home)) == before:
            if time.monotonic() > until or self.process.poll() is not None:
                raise TrialError("the typed question is not in the history")
            if time.monotonic() - pressed > _SEND_EVERY:
                self.bench.screen.press("Return")
                pressed = time.monotonic()
            time.sleep(_LOOK_EVERY)

    def engine(self) -> int:
        """Return the engine's process. Raises TrialError where it is not there."""
        wait_until(lambda: bool(running(_ENGINE)), "the engine's process")
        return running(_ENGINE)[-1]

    def kill_engine(self) -> int:
        """Kill the engine at once and for good; return which process it was."""
        number = self.engine()
        kill(number)
        wait_until(lambda: number not in running(_ENGINE), "the end of the killed engine")
        return number

    def picture(self, name: str) -> str:
        """Keep what is on the screen and return the name of the file."""
        time.sleep(0.5)  # what has just changed is drawn
        file = self.bench.folder / f"{name}.png"
        self.bench.screen.picture(file)
        return file.name

    def close(self) -> None:
        """Close the window as a person does, and see everything end. Raises TrialError."""
        self.bench.screen.close_window(self.window)
        try:
            _, err = self.process.communicate(timeout=_END_PATIENCE)
        except subprocess.TimeoutExpired as late:
            raise TrialError("it does not end when its window is closed") from late
        if self.process.returncode != 0:
            raise TrialError(f"it ended with status {self.process.returncode}: {err.strip()[-400:]}")
        wait_until(lambda: not left_running(), "the end of every process", _END_PATIENCE)


def left_running() -> list[int]:
    """Return every process of the program."""
    names = ("tempera", "tempera-cli", _ENGINE, "tempera-downloads", "tempera-exchange")
    return [number for name in names for number in running(name)]


@contextmanager
def opened(
    bench: Bench, program: Program, home: str, *arguments: str, name: str = "tempera", traced: Path | None = None
) -> Iterator[Visit]:
    """Open the window and give it to the block; whatever is left afterwards is ended.

    `home` is the data folder inside the machine. Raises TrialError where no window comes.
    """
    process = bench.room.start(
        program.command(*arguments, name=name),
        user=program.user,
        variables={**bench.screen.variables, **program.variables},
        traced=traced,
    )
    try:
        window = bench.screen.wait_for_window(process)
        yield Visit(bench, process, window, bench.room.path(home))
    finally:
        for number in left_running():
            kill(number)
        end(process)
        process.wait()
        wait_until(lambda: not left_running(), "the end of every process")
