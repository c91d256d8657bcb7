"""A benchmark with a small plan: what it tells, and that it can be stopped at any moment. Its end: tests/commands."""

import threading
from dataclasses import fields
from pathlib import Path

import pytest

from models.bench import Benchmark, BenchPlan, BenchStopped, Finished, Measured, Part, Step
from models.bench.report import BenchReport
from models.errors import UserError
from tests.bench.reports import full_report
from tests.support.tiny_model import write_byte_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")


def small(model: Path) -> BenchPlan:
    return BenchPlan(model, rounds=1, threads=1, answer_tokens=16)


def test_one_that_is_left_has_told_what_it_knew_and_leaves_no_process(model: Path) -> None:
    events = Benchmark(small(model)).run()
    steps, report = [], None
    for event in events:
        if isinstance(event, Measured):
            report = event.report
            break
        steps.append(event)
    events.close()
    assert steps == [Step(Part.START, 1, 1), Step(Part.DECODE, 1, 2), Step(Part.DECODE, 2, 2)]
    assert report is not None
    assert (report.identity.rounds, report.identity.threads, report.identity.answer_tokens) == (1, 1, 16)
    assert report.decode.decode_ratio_highlevel is not None
    assert report.decode.decode_ratio_highlevel > 0
    assert report.decode.decode_ratio_bench is None
    assert report == BenchReport(report.identity, report.decode)


@pytest.mark.parametrize("part", [Part.START, Part.STOP])
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


def test_one_that_is_stopped_before_it_begins_measures_nothing(model: Path) -> None:
    benchmark = Benchmark(small(model))
    benchmark.stop()
    with pytest.raises(BenchStopped):
        list(benchmark.run())


def test_a_file_that_is_no_model_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_bytes(b"not a model at all")
    with pytest.raises(UserError):
        next(Benchmark(small(path)).run())


def test_no_two_parts_of_a_report_have_a_figure_of_the_same_name() -> None:
    report = full_report()
    assert len(report.to_flat()) == sum(len(fields(getattr(report, part.name))) for part in fields(report))
