"""A report as rows for people: our figure, theirs, how they compare, and what it should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.bench.report import BenchReport

_OVERHEAD_PARAMETERS = 50_000_000
"""Models smaller than this take no time to compute: what a program costs itself is what decides."""


class Unit(StrEnum):
    """What a figure counts. `bench.unit.<value>` is its text."""

    TOKENS_PER_SECOND = "tokens_per_second"
    MILLISECONDS = "milliseconds"
    MICROSECONDS = "microseconds"
    MEBIBYTES = "mebibytes"
    STEPS = "steps"


class Beside(StrEnum):
    """What our figure stands beside. `bench.beside.<value>` is its text."""

    BENCH = "bench"
    SERVER = "server"
    HIGHLEVEL = "highlevel"
    COMPUTED = "computed"
    ONE_BY_ONE = "one_by_one"
    FREE = "free"
    NO_WINDOW = "no_window"


@dataclass(frozen=True)
class Target:
    """What the value that is compared should be: at least `low`, or at most `high`."""

    low: float | None = None
    high: float | None = None

    def is_met(self, value: float) -> bool:
        """Return whether a value is as it should be."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Row:
    """One line.

    `name` is what the figure is called in the report, `bench.figure.<name>` its text. `ours` and `theirs` are in
    `unit`; `target` speaks of `ratio` where the row stands `beside` something, else of `ours`. `in_percent` is how the
    ratio is written.
    """

    name: str
    unit: Unit
    ours: float | None
    beside: Beside | None = None
    theirs: float | None = None
    ratio: float | None = None
    target: Target | None = None
    in_percent: bool = False

    @property
    def meets_target(self) -> bool | None:
        """Whether it is as it should be; None where there is no target or no figure."""
        value = self.ratio if self.beside else self.ours
        return None if self.target is None or value is None else self.target.is_met(value)


def rows(report: BenchReport) -> tuple[Row, ...]:
    """Return the lines of what was measured; what was not is left out."""
    every = (*_writing(report), *_prompting(report), *_answering(report))
    return tuple(row for row in every if row.ours is not None and (row.theirs is not None or row.beside is None))


def _writing(report: BenchReport) -> Iterator[Row]:
    decode, unit = report.decode, Unit.TOKENS_PER_SECOND
    ours = decode.decode_tokens_per_second
    bench, server, highlevel = (
        decode.decode_tokens_per_second_bench,
        decode.decode_tokens_per_second_server,
        decode.decode_tokens_per_second_highlevel,
    )
    computes = report.identity.parameters >= _OVERHEAD_PARAMETERS
    if bench is None and server is None and highlevel is None:
        yield Row("decode", unit, ours)
    as_fast = Target(low=0.97) if computes else None
    faster, much_faster = (None, None) if computes else (Target(low=1.5), Target(low=10))
    yield Row("decode", unit, ours, Beside.BENCH, bench, decode.decode_ratio_bench, as_fast)
    yield Row("decode", unit, ours, Beside.SERVER, server, decode.decode_ratio_server, faster)
    yield Row("decode", unit, ours, Beside.HIGHLEVEL, highlevel, decode.decode_ratio_highlevel, much_faster)
    yield Row("overhead", Unit.MICROSECONDS, decode.overhead_us)
    memory, theirs = decode.peak_memory_mib, decode.peak_memory_mib_server
    yield _perhaps_beside("memory", Unit.MEBIBYTES, memory, Beside.SERVER, theirs, decode.peak_memory_ratio_server)


def _prompting(report: BenchReport) -> Iterator[Row]:
    prompt, ahead, resume = report.prompt, report.ahead, report.resume
    speed, theirs = prompt.prompt_tokens_per_second, prompt.prompt_tokens_per_second_bench
    yield _perhaps_beside("prompt", Unit.TOKENS_PER_SECOND, speed, Beside.BENCH, theirs, prompt.prompt_ratio_bench)
    yield Row("first_token_typeahead", Unit.STEPS, ahead.first_token_typeahead_steps, target=Target(high=2))
    yield Row("first_token_typed", Unit.STEPS, ahead.first_token_typed_steps, target=Target(high=3.5))
    yield Row(
        "resume",
        Unit.MILLISECONDS,
        resume.resume_ms,
        Beside.COMPUTED,
        resume.compute_ms,
        resume.resume_ratio,
        Target(high=0.1),
        in_percent=True,
    )
    yield Row("stop", Unit.MILLISECONDS, report.stop.stop_ms, target=Target(high=150))


def _answering(report: BenchReport) -> Iterator[Row]:
    many, json, window, unit = report.many, report.json, report.window, Unit.TOKENS_PER_SECOND
    speed = many.many4_tokens_per_second
    yield Row("many4", unit, speed, Beside.ONE_BY_ONE, many.one_by_one_tokens_per_second, many.many4_ratio)
    yield Row(
        "json",
        unit,
        json.json_tokens_per_second,
        Beside.FREE,
        json.free_tokens_per_second,
        None if json.json_cost is None else 1 - json.json_cost,
        Target(low=0.85),
    )
    yield Row(
        "window",
        unit,
        window.window_tokens_per_second,
        Beside.NO_WINDOW,
        window.no_window_tokens_per_second,
        window.window_cost,
        Target(low=0.95),
    )


def _perhaps_beside(
    name: str, unit: Unit, ours: float | None, beside: Beside, theirs: float | None, ratio: float | None
) -> Row:
    return Row(name, unit, ours) if theirs is None else Row(name, unit, ours, beside, theirs, ratio)
