"""The figures of the installed program: from its start to a window that can be typed into, and its memory."""

import json
import statistics
import subprocess
import time
from dataclasses import dataclass

from tools.package.trial.bench import Bench
from tools.package.trial.installed import DATA
from tools.package.trial.processes import memory
from tools.package.trial.results import TrialError
from tools.package.trial.room import Program
from tools.package.trial.visit import QUESTION, opened


@dataclass(frozen=True)
class Start:
    """One start, in seconds from the moment the process was made; `resident` in bytes."""

    usable: float
    complete: float
    resident: float


def take(bench: Bench) -> None:
    """Measure, and keep the medians."""
    bench.results.begin("Figures")
    figures = bench.results.figures
    with bench.results.check(f"start to usable window, {bench.runs} times after a first") as line:
        _start(bench)
        starts = [_start(bench) for _ in range(bench.runs)]
        figures["start to usable window, ms"] = round(1000 * statistics.median(one.usable for one in starts))
        figures["start until all is loaded, ms"] = round(1000 * statistics.median(one.complete for one in starts))
        figures["window process when all is loaded, MiB"] = round(
            statistics.median(one.resident for one in starts) / 2**20, 1
        )
        line.saw("usable after " + ", ".join(f"{1000 * one.usable:.0f}" for one in starts) + " ms")
    with bench.results.check("a command, from start to end") as line:
        took = []
        for _ in range(bench.runs):
            began = time.monotonic()
            bench.room.command_line(Program(), "--version")
            took.append(time.monotonic() - began)
        figures["tempera-cli --version, ms"] = round(1000 * statistics.median(took))
        line.saw(", ".join(f"{1000 * seconds:.0f}" for seconds in took) + " ms")
    with bench.results.check("memory of the window and of the engine after an answer") as line:
        with opened(bench, Program(), DATA) as visit:
            visit.ask(QUESTION)
            time.sleep(1)
            window, engine = memory(_window_process(visit.process)), memory(visit.engine())
            figures["window after an answer, MiB resident"] = round(window.resident, 1)
            figures["window after an answer, MiB proportional"] = round(window.proportional, 1)
            figures["engine after an answer, MiB resident"] = round(engine.resident, 1)
            figures["engine after an answer, MiB proportional"] = round(engine.proportional, 1)
            visit.close()
        line.saw(f"window {window.resident:.0f} MiB, engine {engine.resident:.0f} MiB")


def _window_process(process: "subprocess.Popen[str]") -> int:
    return process.pid  # chroot and the program's starter become the program


def _start(bench: Bench) -> Start:
    """Start it once; the program says itself when it was usable, on the clock that all processes share."""
    program = Program()
    variables = {**bench.screen.variables, "TEMPERA_HOME": f"{program.user.home}/for-figures"}
    began = time.monotonic()
    words = program.command("measure-start", name="tempera")
    done = bench.room.run(words, user=program.user, variables=variables, patience=60)
    if done.returncode != 0:
        raise TrialError(f"status {done.returncode}: {done.stderr.strip()[-400:]}")
    told = json.loads(done.stdout)
    return Start(told["usable"] - began, told["complete"] - began, told["resident"])
