"""Sweeps are run to their end, whatever comes in between: pauses, failures, other questions, removed models."""

import os
from collections import Counter
from pathlib import Path

import pytest

from models.engine import EngineSettings, OnExhaustion, OutOfMemoryError
from models.errors import Text, UserError, user_error
from models.lab import (
    BatchFailed,
    Finding,
    Judge,
    ModelLoaded,
    Place,
    SweepBegun,
    SweepDone,
    SweepPaused,
    SweepPlan,
    SweepRunner,
    SweepState,
    SweepStore,
    SweepWishes,
    Task,
    TrialDone,
    new_plan,
)
from models.sampling import SamplingSettings
from tests.lab.runs.answering_engine import AnsweringEngine
from tests.lab.runs.sweeps import TASKS, TEMPERATURES, check
from tests.support.tiny_model import write_byte_model


@pytest.fixture
def store(tmp_path: Path) -> SweepStore:
    """A store with nothing in it."""
    return SweepStore(tmp_path / "sweeps")


@pytest.fixture
def engine() -> AnsweringEngine:
    """An engine that has nothing loaded."""
    return AnsweringEngine()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model's file that a test may remove."""
    return write_byte_model(tmp_path / "model.gguf")


def planned(store: SweepStore, model: Path, **wishes: object) -> SweepPlan:
    """Plan and keep a sweep of 36 answers, or as `wishes` say."""
    values: dict[str, object] = {"models": (model,), "tasks": TASKS, "temperatures": TEMPERATURES, "seed": 7, **wishes}
    plan = new_plan(SweepWishes(**values))  # type: ignore[arg-type]
    store.add(plan)
    return plan


def test_every_answer_is_made_checked_and_kept(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    plan = planned(store, model)
    events = list(SweepRunner(engine, store, check).run(plan.id))
    assert isinstance(events[0], SweepBegun)
    assert isinstance(events[1], ModelLoaded)
    done = [event for event in events if isinstance(event, TrialDone)]
    assert [event.done for event in done] == list(range(1, 37))
    assert done[-1].seconds_left == 0
    assert events[-1] == SweepDone(36)
    trials = store.trials(plan.id)
    assert [trial.place for trial in trials] == list(plan.places())
    assert {trial.place.task: trial.finding.passed for trial in trials if trial.finding} == {
        0: True,
        1: False,
        2: False,
        3: None,
    }
    assert store.all()[0].state is SweepState.DONE


def test_settings_are_the_modes_with_temperature_seed_and_length(
    store: SweepStore, engine: AnsweringEngine, model: Path
) -> None:
    plan = planned(store, model, max_tokens=99, sections=(False, True))
    list(SweepRunner(engine, store, check).run(plan.id))
    for trial in store.trials(plan.id):
        used = trial.record.settings
        assert used.temperature == plan.temperatures[trial.place.temperature]
        assert used.max_tokens == 99
        assert used.schema is None
        assert (used.sections is not None) is plan.arms[trial.place.arm].sections
        assert trial.record.mode == plan.tasks[trial.place.task].mode
    seeds = Counter(trial.record.settings.seed for trial in store.trials(plan.id))
    assert set(seeds.values()) == {1}


def test_the_modes_instructions_are_told_unless_they_are_not_wanted(
    store: SweepStore, engine: AnsweringEngine, model: Path
) -> None:
    for instructions in (True, False):
        engine.asked.clear()
        plan = planned(store, model, tasks=TASKS[:1], instructions=instructions)
        list(SweepRunner(engine, store, check).run(plan.id))
        assert {len(asked.messages) for asked in engine.asked} == {2 if instructions else 1}
        assert {bool(trial.record.instructions) for trial in store.trials(plan.id)} == {instructions}


def test_nothing_is_kept_of_a_sweep_in_the_engine(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    list(SweepRunner(engine, store, check).run(planned(store, model).id))
    assert engine.conversations == {""}


def test_each_model_is_loaded_once(store: SweepStore, engine: AnsweringEngine, model: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(model.read_bytes())
    os.utime(other, ns=(1, 1))  # a file is known by its content, size and time of change
    plan = planned(store, model, models=(model, other), sections=(False, True), repeats=1)
    list(SweepRunner(engine, store, check).run(plan.id))
    assert engine.loads == [model, other]


def test_a_model_that_is_loaded_is_not_loaded_again(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    engine.take(model)
    list(SweepRunner(engine, store, check).run(planned(store, model, repeats=1).id))
    assert engine.loads == []


@pytest.mark.parametrize(("wish", "state"), [("pause", SweepState.PAUSED), ("stop", SweepState.STOPPED)])
def test_a_sweep_that_was_ended_goes_on_with_what_is_missing(
    wish: str, state: SweepState, store: SweepStore, engine: AnsweringEngine, model: Path
) -> None:
    plan = planned(store, model)
    runner = SweepRunner(engine, store, check)
    events = runner.run(plan.id)
    for event in events:
        if isinstance(event, TrialDone) and event.done == 5:
            getattr(runner, wish)()
    assert isinstance(event, SweepPaused)
    assert event.done == store.all()[0].done == 5
    assert engine.closed_early == 1  # the engine was told
    assert store.all()[0].state is state
    before = store.trials(plan.id)
    engine.batches.clear()
    *_, last = SweepRunner(engine, store, check).run(plan.id)
    assert isinstance(last, SweepDone)
    assert sum(map(len, engine.batches)) == 31
    assert [trial for trial in store.trials(plan.id) if trial in before] == list(before)
    assert store.all()[0].done == 36


def test_a_pause_before_the_first_event_counts(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    plan = planned(store, model)
    runner = SweepRunner(engine, store, check)
    events = runner.run(plan.id)
    runner.pause()
    assert [type(event) for event in events] == [SweepBegun, SweepPaused]
    assert engine.loads == []


def test_whoever_closes_the_events_pauses_the_sweep(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    plan = planned(store, model)
    events = SweepRunner(engine, store, check).run(plan.id)
    while not isinstance(next(events), TrialDone):
        pass
    events.close()
    assert store.all()[0].state is SweepState.PAUSED
    assert engine.closed_early == 1
    *_, last = SweepRunner(engine, store, check).run(plan.id)
    assert isinstance(last, SweepDone)


def test_what_was_not_judged_yet_is_judged_when_it_goes_on(
    store: SweepStore, engine: AnsweringEngine, model: Path
) -> None:
    plan = planned(store, model, repeats=1)

    def dies(_task: Task, _answer: str) -> Finding:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(SweepRunner(engine, store, dies).run(plan.id))
    assert [trial.finding for trial in store.trials(plan.id)] == [None]
    list(SweepRunner(engine, store, check).run(plan.id))
    assert all(trial.finding is not None for trial in store.trials(plan.id))
    assert sum(map(len, engine.batches)) == 12 + 2  # the first batch of three was begun twice


def test_a_judge_is_asked_when_the_batch_is_done(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    task = Task(id="judged", prompt="Why?", check=Judge(rubric="Polite."))
    plan = planned(store, model, tasks=(task,))
    batches_then = []

    def judge(task: Task, answer: str) -> Finding:
        batches_then.append((len(engine.batches), engine.closed_early))
        return check(task, answer)

    list(SweepRunner(engine, store, judge).run(plan.id))
    assert batches_then == [(1, 0)] * 9


def test_a_batch_that_fails_is_left_out_and_told(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    engine.fails[1] = (0, user_error("engine.no_model"))
    plan = planned(store, model)
    with pytest.raises(UserError, match=r"engine\.no_model"):
        list(SweepRunner(engine, store, check).run(plan.id))
    assert store.all()[0].done == 27
    assert store.all()[0].state is SweepState.PAUSED
    *_, last = SweepRunner(engine, store, check).run(plan.id)
    assert isinstance(last, SweepDone)


def test_a_batch_that_fails_is_an_event(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    engine.fails[1] = (0, user_error("engine.no_model"))
    events = SweepRunner(engine, store, check).run(planned(store, model).id)
    seen = next(event for event in events if isinstance(event, BatchFailed))
    assert seen == BatchFailed(0, 1, Text("engine.no_model"))
    events.close()


def test_a_sweep_gives_up_where_nothing_goes_well(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    engine.fails = {number: (0, user_error("engine.no_model")) for number in range(9)}
    with pytest.raises(UserError, match=r"engine\.no_model"):
        list(SweepRunner(engine, store, check).run(planned(store, model).id))
    assert len(engine.batches) == 2


def test_an_engine_that_ends_on_the_way_is_asked_again_for_the_rest(
    store: SweepStore, engine: AnsweringEngine, model: Path
) -> None:
    engine.fails[0] = (4, user_error("engine.no_model"))
    plan = planned(store, model)
    *_, last = SweepRunner(engine, store, check).run(plan.id)
    assert isinstance(last, SweepDone)
    assert list(map(len, engine.batches)) == [9, 5, 9, 9, 9]


def test_less_memory_is_used_only_where_the_user_said_so(store: SweepStore, model: Path) -> None:
    out_of_memory = OutOfMemoryError(Text("engine.no_model"), "", None, None)
    for on_exhaustion in OnExhaustion:
        engine = AnsweringEngine()
        engine.fails[0] = (4, out_of_memory)
        plan = planned(store, model, tasks=TASKS[:1])
        runner = SweepRunner(engine, store, check, settings=EngineSettings(on_exhaustion=on_exhaustion))
        if on_exhaustion is OnExhaustion.ASK:
            with pytest.raises(OutOfMemoryError):
                list(runner.run(plan.id))
        else:
            *_, last = runner.run(plan.id)
            assert isinstance(last, SweepDone)


def test_a_disk_that_is_full_ends_the_sweep_at_once(
    store: SweepStore, engine: AnsweringEngine, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(store, model)

    def full(_sweep: str, _trials: object) -> None:
        raise user_error("lab.store.disk_full")

    monkeypatch.setattr(store, "save", full)
    with pytest.raises(UserError, match=r"lab\.store\.disk_full"):
        list(SweepRunner(engine, store, check).run(plan.id))
    assert len(engine.batches) == engine.closed_early == 1
    monkeypatch.undo()
    *_, last = SweepRunner(engine, store, check).run(plan.id)
    assert isinstance(last, SweepDone)


def test_a_model_that_is_gone_is_told_and_the_sweep_goes_on_when_it_is_back(
    store: SweepStore, engine: AnsweringEngine, model: Path, tmp_path: Path
) -> None:
    plan = planned(store, model)
    away = tmp_path / "away.gguf"

    def removed(question: str, _settings: SamplingSettings) -> str:
        if question == TASKS[1].prompt and model.exists():
            model.rename(away)
            engine.unload()  # the engine's process ended, and with it what it held of the file
            raise user_error("engine.no_model")
        return "5"

    engine.answering = removed
    with pytest.raises(UserError, match=r"engine\.no_model"):
        list(SweepRunner(engine, store, check).run(plan.id))
    assert store.all()[0].done == 9
    with pytest.raises(UserError, match=r"lab\.run\.model_gone"):
        list(SweepRunner(AnsweringEngine(), store, check).run(plan.id))
    away.rename(model)
    *_, last = SweepRunner(AnsweringEngine(), store, check).run(plan.id)
    assert isinstance(last, SweepDone)


def test_another_file_in_the_models_place_is_not_measured(
    store: SweepStore, engine: AnsweringEngine, model: Path
) -> None:
    plan = planned(store, model)
    model.write_bytes(model.read_bytes() + b"\0")
    with pytest.raises(UserError, match=r"lab\.run\.model_changed"):
        list(SweepRunner(engine, store, check).run(plan.id))
    assert engine.batches == []


def test_greedy_answers_are_made_once(store: SweepStore, engine: AnsweringEngine, model: Path) -> None:
    plan = planned(store, model, temperatures=(0.0, 0.5), tasks=TASKS[:1])
    list(SweepRunner(engine, store, check).run(plan.id))
    assert [trial.place for trial in store.trials(plan.id)] == [
        Place(0, 0, 0, 0),
        *(Place(0, 0, 1, repeat) for repeat in range(3)),
    ]
