"""A sweep through the real engine, killed in the middle: it goes on where it was, and its table holds."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from models.engine import EngineSettings, ProcessEngine
from models.lab import (
    CheckTools,
    SweepBegun,
    SweepDone,
    SweepRunner,
    SweepState,
    SweepStore,
    SweepWishes,
    check_answer,
    new_plan,
    recheck,
    results,
)
from models.record import StopReason
from tests.lab.runs.sweeps import TASKS, TEMPERATURES, found
from tests.project.source import ROOT

_RUN = """
import sys
from pathlib import Path
from models.engine import EngineSettings, ProcessEngine
from models.lab import CheckTools, SweepRunner, SweepStore, check_answer
check = lambda task, answer: check_answer(task, answer, CheckTools())
engine = ProcessEngine()
settings = EngineSettings(context=512, threads=1)
for event in SweepRunner(engine, SweepStore(Path(sys.argv[1])), check, settings=settings).run(sys.argv[2]):
    print(event, flush=True)
"""
_PATIENCE_SECONDS = 300.0


def _killed_in_the_middle(store: SweepStore, folder: Path, sweep: str) -> None:
    """Run the sweep in a process of its own and kill that when some answers are there and others are being made."""
    process = subprocess.Popen([sys.executable, "-c", _RUN, str(folder), sweep], cwd=ROOT, stdout=subprocess.DEVNULL)
    until = time.monotonic() + _PATIENCE_SECONDS
    with process:
        try:
            while store.summary(sweep).done < 12:
                assert process.poll() is None, "it ended by itself"
                assert time.monotonic() < until
                time.sleep(0.02)
        finally:
            process.kill()


def test_a_killed_sweep_goes_on_and_its_table_follows_from_its_answers(starter_model: Path, tmp_path: Path) -> None:
    store = SweepStore(tmp_path / "sweeps")
    plan = new_plan(SweepWishes((starter_model,), TASKS, TEMPERATURES, repeats=3, max_tokens=12, seed=5))
    assert plan.total == 36
    store.add(plan)
    _killed_in_the_middle(store, tmp_path / "sweeps", plan.id)
    summary = store.summary(plan.id)
    assert summary.state is SweepState.PAUSED
    assert 12 <= summary.done < 36
    before = store.trials(plan.id)

    tools = CheckTools()
    engine = ProcessEngine()
    try:
        runner = SweepRunner(
            engine,
            store,
            lambda task, answer: check_answer(task, answer, tools),
            settings=EngineSettings(context=512, threads=1),
        )
        first, *_, last = runner.run(plan.id)
    finally:
        engine.close()
    assert isinstance(first, SweepBegun)
    assert first.done == len(before)
    assert last == SweepDone(36)
    trials = store.trials(plan.id)
    assert [trial.place for trial in trials] == list(plan.places())
    kept = {trial.place: trial for trial in trials}
    # One that was stored and not yet checked when the process was killed is checked now; all else is as it was.
    assert all(replace(kept[old.place], finding=old.finding) == old for old in before)
    for trial in trials:
        assert trial.record.settings.temperature == TEMPERATURES[trial.place.temperature]
        assert trial.record.stats.stop_reason in {StopReason.LENGTH, StopReason.END, StopReason.LOOP}
        assert trial.record.stats.answer_tokens <= 12

    table = results(plan, trials)
    assert [row.answers for row in table] == [3] * 12
    assert (
        results(plan, [replace(one, finding=check_answer(TASKS[one.place.task], one.answer, tools)) for one in trials])
        == table
    )
    store.judge(plan.id, {trial.place: found(passed=None) for trial in trials})
    assert sum(row.judged for row in results(plan, store.trials(plan.id))) == 0
    recheck(store, plan.id, tools)
    assert results(plan, store.trials(plan.id)) == table
