"""`tempera bench`: how fast the engine is on this machine, beside the programs that people compare it with."""

import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn, TextIO

import msgspec

from models.bench import (
    Benchmark,
    BenchPlan,
    BenchReport,
    Finished,
    Part,
    Row,
    Step,
    beside_text,
    ours_text,
    ratio_text,
    rows,
    target_text,
    theirs_text,
)
from models.commands.model_choice import chosen_model
from models.commands.table import aligned
from models.paths import Paths
from models.settings import PREFERENCES, SettingsStore
from models.texts import Phrasebook

_FIGURES = (1, 2, 4)  # columns of the table


@dataclass(frozen=True)
class BenchOptions:
    """What to measure; None leaves it to the machine. `window` is the command that measures what the window costs."""

    model: str | None = None
    peers: Path | None = None
    rounds: int = 5
    threads: int | None = None
    tokens: int | None = None
    json: bool = False
    window: tuple[str, ...] = ()


def bench(options: BenchOptions, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> None:
    """Measure, tell on `err` how far it is, and print a table or one JSON object to `out`.

    Raises UserError where a program fails.
    """
    last = SettingsStore(paths.settings).load(PREFERENCES).last_model
    plan = BenchPlan(
        chosen_model(options.model, paths, last).absolute(),
        peers=options.peers,
        rounds=options.rounds,
        threads=options.threads,
        answer_tokens=options.tokens,
        window=options.window,
    )
    progress = _Progress(say, err)
    with _ends_cleanly(), closing(Benchmark(plan).run()) as events:
        for event in events:
            if isinstance(event, Step):
                progress.tell(event)
            if isinstance(event, Finished):
                progress.end()
                _print(event.report, say, out, as_json=options.json)


def _print(report: BenchReport, say: Phrasebook, out: TextIO, *, as_json: bool) -> None:
    if as_json:
        out.write(msgspec.json.format(msgspec.json.encode(report.to_flat()), indent=2).decode() + "\n")
    else:
        out.writelines(line + "\n" for line in _lines(report, say))
    out.flush()


def _lines(report: BenchReport, say: Phrasebook) -> Iterator[str]:
    what = report.identity
    yield f"{what.model}, {what.quantization} · {what.device} · Tempera {what.tempera}"
    yield say("bench.conditions", threads=what.threads, context=what.context, rounds=what.rounds)
    yield ""
    head = tuple(say(f"bench.column.{name}") for name in ("what", "ours", "theirs", "beside", "ratio", "target"))
    yield from aligned([head, *(_cells(row, say) for row in rows(report))], right=_FIGURES)


def _cells(row: Row, say: Phrasebook) -> tuple[str, ...]:
    ours, theirs, beside = ours_text(row, say), theirs_text(row, say), beside_text(row, say)
    return say(f"bench.figure.{row.name}"), ours, theirs, beside, ratio_text(row), target_text(row, say)


class _Progress:
    """Tells how far it is: on a terminal in one line that changes, else in a line for each part."""

    def __init__(self, say: Phrasebook, err: TextIO) -> None:
        self._say = say
        self._err = err
        self._one_line = err.isatty()
        self._part: Part | None = None

    def tell(self, step: Step) -> None:
        """Tell a step."""
        part = self._say(f"bench.part.{step.part}")
        if self._one_line:
            self._err.write("\r\x1b[K" + self._say("bench.step", part=part, number=step.number, of=step.of))
        elif step.part is not self._part:
            self._err.write(part + "\n")
        self._part = step.part
        self._err.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._one_line:
            self._err.write("\r\x1b[K")


@contextmanager
def _ends_cleanly() -> Iterator[None]:
    """Treat any wish to end this process as Ctrl+C: what was started is ended first, however impatient the user is."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        for name in names:
            signal.signal(name, signal.SIG_IGN)
        raise KeyboardInterrupt

    names = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(name, end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
