"""`tempera lab ...`: what it prints, and what Ctrl+C leaves behind."""

import csv
import io
import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.cli import main
from models.commands.lab.choosing import chosen_tasks
from models.lab import Exact, OwnTasks, Place, SweepState, SweepStore, Task, built_in_tasks
from models.paths import user_paths
from models.settings import LAB, GeneratedCode, SettingsStore
from tests.commands.test_ask import tempera
from tests.lab.runs.sweeps import TASKS, found, plan, trial
from tests.support.tiny_model import write_byte_model

ID = plan().id


@pytest.fixture
def store(tempera_home: Path) -> SweepStore:
    """A measurement that is half done, in the user's folder."""
    del tempera_home  # it is where the folder lies
    store = SweepStore(user_paths().sweeps)
    store.add(plan())
    places = [place for place in plan().places() if place.repeat < 2]
    store.save(ID, [replace(trial(place), finding=found(passed=place.temperature == 0)) for place in places])
    store.set_state(ID, SweepState.PAUSED)
    return store


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """Run a command and return what it prints."""
    assert main(["lab", *arguments]) == status
    printed = capsys.readouterr()
    return printed.err if status else printed.out


def test_without_measurements_a_sentence_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "list") == "Nothing has been measured yet.\n"
    assert json.loads(said(capsys, "list", "--json")) == []
    assert "There is no measurement last." in said(capsys, "show", "last", status=1)


def test_measurements_are_listed(store: SweepStore, capsys: pytest.CaptureFixture[str]) -> None:
    (user_paths().sweeps / "20260101-000000-broken.sqlite3").write_bytes(b"nonsense")
    assert "A sweep · paused · 24 of 36 answers" in said(capsys, "list")
    first, second = json.loads(said(capsys, "list", "--json"))
    assert (first["id"], first["state"], first["done"], first["total"]) == (ID, "paused", 24, 36)
    assert (second["id"], second["name"]) == ("20260101-000000-broken", None)
    assert "damaged" in second["problem"]
    store.remove("20260101-000000-broken")


@pytest.mark.parametrize("wanted", [ID, ID[:10], "last"])
def test_a_measurement_is_found_by_what_names_it(
    store: SweepStore, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del store
    assert json.loads(said(capsys, "show", wanted, "--json"))["id"] == ID


def test_a_name_that_means_two_is_refused(store: SweepStore, capsys: pytest.CaptureFixture[str]) -> None:
    store.add(plan(sweep=f"{ID}-2"))
    assert "There is no measurement 2026." in said(capsys, "show", "2026", status=1)
    assert json.loads(said(capsys, "show", ID, "--json"))["id"] == ID


def test_results_are_shown_with_what_they_recommend(store: SweepStore, capsys: pytest.CaptureFixture[str]) -> None:
    del store
    text = said(capsys, "show", ID)
    assert "2 / 2   100%" in text
    document = json.loads(said(capsys, "show", ID, "--json", "--answers"))
    assert len(document["results"]) == 12
    assert document["results"][0]["rate"] == 1.0
    assert len(document["answers"]) == 24
    (arm,) = document["arms"]
    assert (arm["best"], arm["sections"]) == (0.3, False)
    assert arm["reason"] in text
    assert "  An answer." in said(capsys, "show", ID, "--answers").splitlines()


def test_results_are_exported(store: SweepStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    del store
    path = tmp_path / "out.csv"
    assert str(path) in said(capsys, "export", ID, str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 24
    assert len(list(csv.DictReader(io.StringIO(said(capsys, "export", ID, "-", "--table"))))) == 12
    assert json.loads(said(capsys, "export", ID, str(path), "--json")) == {
        "id": ID,
        "path": str(path),
        "answers": 24,
    }
    assert "no room for JSON" in said(capsys, "export", ID, "-", "--json", status=1)
    assert "could not be written" in said(capsys, "export", ID, str(tmp_path / "no" / "x.csv"), status=1)


def test_answers_are_judged_again(store: SweepStore, capsys: pytest.CaptureFixture[str]) -> None:
    done = json.loads(said(capsys, "recheck", ID, "--json"))
    assert done["checked"] == 24
    assert done["changed"] > 0
    assert "24 answers were judged again, 0 of them" in said(capsys, "recheck", ID)
    assert all(one.finding is not None for one in store.trials(ID))


def test_a_measurement_is_removed(store: SweepStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "remove", ID) == f"The measurement {ID} was removed.\n"
    assert store.all() == ()


def test_a_measurement_whose_model_is_gone_can_be_read_but_not_run(
    store: SweepStore, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "resume", ID, status=1).splitlines()
    assert told[-1].startswith("The file of “M0” is no longer at")
    assert told[-2] == f"Paused: 24 of 36 answers are saved. It goes on with: tempera lab resume {ID}"
    assert store.summary(ID).state is SweepState.PAUSED


def test_tasks_are_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert "pool-en" in said(capsys, "tasks")
    tasks = json.loads(said(capsys, "tasks", "--language", "zh_CN", "--json"))
    assert {task["language"] for task in tasks} == {"zh_CN"}
    assert "--experiment r1-code" in said(capsys, "tasks")


def test_tasks_of_ones_own_are_listed_and_broken_ones_told(
    tempera_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tempera_home / "lab" / "tasks"
    own = Task(id="own-capital", name="Capital", prompt="Capital of France?", check=Exact(answers=("Paris",)))
    OwnTasks(folder).save(own)
    (folder / "own-broken.toml").write_text("nonsense")
    assert main(["lab", "tasks"]) == 0
    printed = capsys.readouterr()
    assert "own-capital" in printed.out
    assert printed.err.startswith("own-broken.toml: ")
    assert own in chosen_tasks(["own-capital", "pool"], (*built_in_tasks("en"), own), "en")
    (variant,) = chosen_tasks(["pool-zh-7"], (), "en")
    assert (variant.variant, variant.language) == (7, "zh_CN")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("--tasks", "nonsense"), "There is no task “nonsense”."),
        (("--experiment", "nonsense"), "There is no published experiment “nonsense”."),
        (("--temperatures", "3"), "3 is not a temperature to measure"),
        (("--mode", "nonsense"), "There is no mode “nonsense”."),
    ],
)
def test_what_cannot_be_measured_is_told(
    arguments: tuple[str, ...], part: str, starter_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert part in said(capsys, "run", "--model", str(starter_model), *arguments, status=1)
    assert not user_paths().sweeps.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--temperatures", "a,b"),
        ("run", "--temperatures", ""),
        ("run", "--sections", "maybe"),
        ("run", "--repeats", "0"),
        ("run", "--seed", "4294967295"),
        ("show",),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_status_2(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["lab", *arguments])
    assert ended.value.code == 2


def _document(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_measurement_runs_is_stopped_by_ctrl_c_and_goes_on(tmp_path: Path, tempera_home: Path) -> None:
    model = write_byte_model(tmp_path / "model.gguf")
    store = SweepStore(tempera_home / "lab" / "sweeps")
    wanted = ("--model", str(model), "--tasks", "pool,palindrome-zh", "--temperatures", "0.3,0.9")
    more = ("--repeats", "8", "--sections", "off,on", "--max-tokens", "60", "--seed", "3", "--name", "Mine")
    command = [sys.executable, "-m", "desktop", "lab", "run", *wanted, *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    with process:
        try:
            while not (found := store.all()) or found[0].done < 5:
                assert process.poll() is None, process.stderr.read() if process.stderr else ""
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=120)
        finally:
            process.kill()
    assert (process.returncode, out) == (130, "")
    (summary,) = store.all()
    assert summary.state is SweepState.PAUSED
    assert 5 <= summary.done < 64
    said_last = err.splitlines()[-1]
    assert said_last.startswith(f"Paused: {summary.done} of 64 answers are saved.")

    document = _document(tempera("lab", *said_last.split("tempera lab ")[1].split(), "--json"))
    assert (document["name"], document["done"], document["state"]) == ("Mine", 64, "done")
    assert [arm["sections"] for arm in document["arms"]] == [False, True]
    assert [row["answers"] for row in document["results"]] == [8] * 8
    # Code written by a model is not run before the user agreed, or where it cannot be contained.
    code = [row for row in document["results"] if row["task"] == "palindrome-zh"]
    assert {row["judged"] for row in code} <= set(range(9))
    assert not (tempera_home / "state").exists()
    assert not (tempera_home / "history.sqlite3").exists()


def test_agreeing_to_code_is_remembered(store: SweepStore, capsys: pytest.CaptureFixture[str]) -> None:
    del store
    settings = SettingsStore(user_paths().settings)
    assert settings.load(LAB).generated_code is GeneratedCode.ASK
    said(capsys, "recheck", ID, "--allow-code")
    assert settings.load(LAB).generated_code is GeneratedCode.RUN


def test_a_finished_measurement_makes_nothing_more(store: SweepStore, capsys: pytest.CaptureFixture[str]) -> None:
    rest = [place for place in plan().places() if place.repeat == 2]
    store.save(ID, [replace(trial(place), finding=found(passed=True)) for place in rest])
    assert json.loads(said(capsys, "resume", ID, "--json"))["state"] == "done"  # the model is not even looked for
    assert len(store.trials(ID)) == len(TASKS) * 9
    assert store.trials(ID)[0].place == Place(0, 0, 0, 0)
