"""Sweeps on disk: whole again when they are read, safe from a kill, and told apart from what is no sweep."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import UserError
from models.lab import Place, SweepState, SweepStore
from tests.lab.runs.sweeps import TASKS, found, plan, record, trial
from tests.project.source import ROOT

FIRST = Place(0, 0, 0, 0)
SECOND = Place(0, 0, 0, 1)


@pytest.fixture
def store(tmp_path: Path) -> SweepStore:
    """A store whose folder is not there yet."""
    return SweepStore(tmp_path / "lab" / "sweeps")


def test_there_is_nothing_at_first(store: SweepStore) -> None:
    assert store.all() == ()
    assert store.unreadable() == ()


def test_a_plan_comes_back_as_it_was(store: SweepStore) -> None:
    planned = plan(arms=2)
    store.add(planned)
    assert store.plan(planned.id) == planned
    (summary,) = store.all()
    assert (summary.plan, summary.state, summary.done) == (planned, SweepState.PLANNED, 0)


def test_a_model_file_may_have_a_name_that_is_no_text(store: SweepStore) -> None:
    odd = Path(os.fsdecode(b"/models/100% m\xff \xe6\xa8\xa1.gguf"))
    planned = plan()
    arm = replace(planned.arms[0], model=replace(planned.arms[0].model, path=odd))
    store.add(replace(planned, arms=(arm,)))
    assert store.plan(planned.id).arms[0].model.path == odd
    store.save(planned.id, [replace(trial(FIRST), record=record(path=str(odd)))])
    assert store.trials(planned.id)[0].record.model.path.startswith("/models/100% m")


def test_answers_come_back_in_the_order_of_the_plan(store: SweepStore) -> None:
    planned = plan()
    store.add(planned)
    trials = [replace(trial(place), thinking="Hm.\0 \u4f60") for place in planned.places()]
    store.save(planned.id, reversed(trials))
    assert store.trials(planned.id) == tuple(trials)
    assert store.all()[0].done == planned.total


def test_an_answer_that_is_there_stays(store: SweepStore) -> None:
    planned = plan()
    store.add(planned)
    store.save(planned.id, [trial(FIRST, answer="one")])
    store.save(planned.id, [trial(FIRST, answer="two"), trial(SECOND, answer="three")])
    assert [one.answer for one in store.trials(planned.id)] == ["one", "three"]


def test_a_finding_takes_the_place_of_the_one_before(store: SweepStore) -> None:
    planned = plan()
    store.add(planned)
    store.save(planned.id, [trial(FIRST, finding=found(passed=False)), trial(SECOND)])
    store.judge(planned.id, {FIRST: found(passed=True)})
    assert [one.finding for one in store.trials(planned.id)] == [found(passed=True), None]


def test_a_sweep_gets_another_name_and_state(store: SweepStore) -> None:
    planned = plan()
    store.add(planned)
    store.rename(planned.id, "另一个")
    store.set_state(planned.id, SweepState.STOPPED)
    (summary,) = store.all()
    assert (summary.plan.name, summary.state) == ("另一个", SweepState.STOPPED)


def test_a_name_is_kept_in_one_line_and_not_endless(store: SweepStore) -> None:
    store.add(plan())
    store.rename(plan().id, "  two\nlines \ud800 " + "x" * 500)
    name = store.plan(plan().id).name
    assert name.startswith("two lines ? xxx")
    assert len(name) == 200


def test_the_newest_comes_first(store: SweepStore) -> None:
    for day in ("20260101", "20260301", "20260201"):
        store.add(plan(sweep=f"{day}-000000-abcdef"))
    assert [one.plan.id[:8] for one in store.all()] == ["20260301", "20260201", "20260101"]


def test_a_sweep_that_was_removed_is_gone(store: SweepStore, tmp_path: Path) -> None:
    planned = plan()
    store.add(planned)
    store.remove(planned.id)
    assert list((tmp_path / "lab" / "sweeps").iterdir()) == []
    with pytest.raises(UserError, match=r"lab\.store\.unknown"):
        store.save(planned.id, [trial(FIRST)])
    assert store.all() == ()


@pytest.mark.parametrize("sweep", ["nothing", "../../secret", "", "a" * 300, "x\0y", "CON"])
def test_an_id_that_names_nothing_is_told(store: SweepStore, sweep: str) -> None:
    with pytest.raises(UserError, match=r"lab\.store\.unknown"):
        store.plan(sweep)


def _damaged(folder: Path) -> Iterator[tuple[str, bytes]]:
    whole = (folder / f"{plan().id}.sqlite3").read_bytes()
    yield "empty", b""
    yield "text", b"This is no database at all. " * 400
    yield "cut", whole[: len(whole) // 2]
    yield "zeros", whole[:100] + bytes(len(whole) - 100)


def test_damaged_files_are_told_and_do_no_harm_to_others(store: SweepStore, tmp_path: Path) -> None:
    folder = tmp_path / "lab" / "sweeps"
    store.add(plan())
    names = []
    for name, content in _damaged(folder):
        (folder / f"{name}.sqlite3").write_bytes(content)
        names.append(name)
    assert [one.plan.id for one in store.all()] == [plan().id]
    unreadable = store.unreadable()
    assert sorted(one.id for one in unreadable) == sorted(names)
    assert {one.problem.id for one in unreadable} == {"lab.store.damaged"}
    for name in names:
        store.remove(name)
    assert store.unreadable() == ()


def test_a_plan_that_is_nonsense_is_damage(store: SweepStore, tmp_path: Path) -> None:
    store.add(plan())
    with closing(sqlite3.connect(tmp_path / "lab" / "sweeps" / f"{plan().id}.sqlite3")) as connection:
        connection.execute("UPDATE sweep SET plan = '{\"id\": 3}'")
        connection.commit()
    with pytest.raises(UserError, match=r"lab\.store\.damaged"):
        store.plan(plan().id)


def test_a_file_of_a_newer_program_is_left_alone(store: SweepStore, tmp_path: Path) -> None:
    store.add(plan())
    file = tmp_path / "lab" / "sweeps" / f"{plan().id}.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.commit()
    before = file.read_bytes()
    for use in (
        lambda: store.plan(plan().id),
        lambda: store.rename(plan().id, "mine"),
        lambda: store.save(plan().id, [trial(FIRST)]),
        lambda: store.set_state(plan().id, SweepState.DONE),
    ):
        with pytest.raises(UserError, match=r"lab\.store\.newer"):
            use()
    assert store.all() == ()
    (unreadable,) = store.unreadable()
    assert unreadable.problem.id == "lab.store.newer"
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


_HOLD = """
import sys
from pathlib import Path
from models.lab import SweepStore
with SweepStore(Path(sys.argv[1])).held(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_programs_cannot_run_one_sweep_and_a_killed_one_lets_go(store: SweepStore, tmp_path: Path) -> None:
    store.add(plan())
    other = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path / "lab" / "sweeps"), plan().id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    with other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline().strip() == b"held"
            with pytest.raises(UserError, match=r"lab\.store\.running"), store.held(plan().id):
                pass
            with pytest.raises(UserError, match=r"lab\.store\.running"):
                store.remove(plan().id)
        finally:
            other.kill()
    with store.held(plan().id):
        pass


def test_tasks_are_kept_whole(store: SweepStore) -> None:
    store.add(plan())
    assert store.plan(plan().id).tasks == TASKS
