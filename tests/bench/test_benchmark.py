"""A whole benchmark with a small plan: its events, its figures, and that it can be stopped at any moment."""

import threading
from dataclasses import fields
from pathlib import Path

import pytest

from models.bench import Benchmark, BenchPlan, BenchStopped, Finished, Measured, Part, Step
from models.bench.report import BenchReport
from models.errors import UserError
from tests.support.tiny_model import write_byte_model

IN_ORDER = [Part.DECODE, Part.PROMPT, Part.AHEAD, Part.STOP, Part.MANY, Part.JSON, Part.RESUME, Part.WINDOW]
NEED_PEERS = {
    "decode_tokens_per_second_bench",
    "decode_tokens_per_second_server",
    "decode_ratio_bench",
    "decode_ratio_server",
    "peak_memory_mib_server",
    "peak_memory_ratio_server",
    "prompt_tokens_per_second_bench",
    "prompt_ratio_bench",
}
NEED_A_REAL_MODEL = {"json_tokens_per_second", "free_tokens_per_second", "json_cost"}
NEED_A_WINDOW = {"window_tokens_per_second", "no_window_tokens_per_second", "window_cost"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")


def small(model: Path) -> BenchPlan:
    return BenchPlan(model, rounds=1, threads=1, answer_tokens=16)


def test_everything_that_needs_no_one_else_is_measured(model: Path) -> None:
    events = list(Benchmark(small(model)).run())
    assert [event.part for event in events if isinstance(event, Measured)] == IN_ORDER
    assert all(1 <= event.number <= event.of for event in events if isinstance(event, Step))
    assert isinstance(events[-1], Finished)
    report = events[-1].report
    flat = report.to_flat()
    assert {name for name, value in flat.items() if value is None} == NEED_PEERS | NEED_A_REAL_MODEL | NEED_A_WINDOW
    assert all(value > 0 for value in flat.values() if isinstance(value, int | float))
    assert (report.identity.rounds, report.identity.threads, report.identity.answer_tokens) == (1, 1, 16)
    assert len(flat) == sum(len(fields(getattr(report, part.name))) for part in fields(BenchReport))  # no name twice


@pytest.mark.parametrize("part", [Part.START, Part.DECODE, Part.STOP])
def test_one_that_is_stopped_ends_and_leaves_no_process(model: Path, part: Part) -> None:
    benchmark = Benchmark(small(model))
    timer = threading.Timer(0.3, benchmark.stop)  # in the middle of what the step does

    def run_until_stopped() -> None:
        for event in benchmark.run():
            assert not isinstance(event, Finished)
            if isinstance(event, Step) and event.part is part and not timer.ident:
                timer.start()

    with pytest.raises(BenchStopped):
        run_until_stopped()
    timer.join()


def test_one_that_is_left_by_its_reader_leaves_no_process(model: Path) -> None:
    events = Benchmark(small(model)).run()
    assert any(isinstance(event, Step) and event.part is Part.DECODE for event in events)
    events.close()


def test_one_that_is_stopped_before_it_begins_measures_nothing(model: Path) -> None:
    benchmark = Benchmark(small(model))
    benchmark.stop()
    with pytest.raises(BenchStopped):
        list(benchmark.run())


def test_a_file_that_is_no_model_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_bytes(b"not a model at all")
    with pytest.raises(UserError):
        next(iter(Benchmark(small(path)).run()))
