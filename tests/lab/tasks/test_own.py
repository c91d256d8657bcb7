"""The user's own tasks are kept as TOML files and read with care."""

import math
from pathlib import Path

import msgspec
import pytest

from models.errors import Text, UserError
from models.lab import (
    Agreement,
    AllOf,
    Case,
    Check,
    Exact,
    JsonSchema,
    Judge,
    Number,
    Numbers,
    Option,
    Origin,
    OwnTasks,
    Pattern,
    PythonTests,
    Shape,
    Task,
    built_in_task,
    require_working,
)

TESTS = PythonTests(function="f", cases=(Case(arguments="'a', 2", expected="[]"),), code="assert f('', 1) == []")
CHECK = AllOf(checks=(TESTS, Pattern(expression="^a+$"), Judge(rubric='Is it "good"?\nVery?'), Number(value=85 / 3)))
TASK = Task(id="own-1a", prompt="Wie geht’s?\n你好 \\boxed{}", check=CHECK, name="Mine", language="zh_CN", mode="code")


def test_a_task_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    own = OwnTasks(tmp_path / "lab" / "tasks")
    assert own.all() == ((), ())
    assert own.save(TASK) == TASK
    assert own.all() == ((TASK,), ())
    own.save(msgspec.structs.replace(TASK, name="Other"))
    assert [task.name for task in own.all()[0]] == ["Other"]
    own.remove(TASK.id)
    own.remove(TASK.id)
    assert own.all() == ((), ())
    assert list((tmp_path / "lab" / "tasks").iterdir()) == []


def test_a_built_in_task_becomes_one_s_own(tmp_path: Path) -> None:
    pool = built_in_task("pool-en")
    kept = OwnTasks(tmp_path).save(msgspec.structs.replace(pool, id="own-pool", name="Pool"))
    assert (kept.origin, kept.label) == (Origin.OWN, Text("lab.task.own", {"name": "Pool"}))
    assert OwnTasks(tmp_path).all()[0] == (kept,)


def test_a_file_that_a_person_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / "own-sum.toml").write_text('prompt = "2 + 2?"\n[check]\nkind = "number"\nvalue = 4\n', "utf-8")
    (task,), broken = OwnTasks(tmp_path).all()
    assert (task, broken) == (Task(id="own-sum", prompt="2 + 2?", check=Number(value=4)), ())


def test_the_documented_file_is_read(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "lab-statistics.md"
    example = page.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "own-capital.toml").write_text(example, "utf-8")
    (task,), broken = OwnTasks(tmp_path).all()
    assert (task.name, task.check, broken) == ("Capital", Exact(answers=("Paris",)), ())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("own-a.toml", b"prompt = ", "lab.own.no_task"),
        ("own-a.toml", b"\xff\xfe", "lab.own.no_task"),
        ("own-a.toml", b'prompt = "a"', "lab.own.no_task"),
        ("own-a.toml", b'prompt = "a"\ncheck = {kind = "magic"}', "lab.own.no_task"),
        ("own-a.toml", b'prompt = "a"\ncolour = 1\ncheck = {kind = "agreement"}', "lab.own.no_task"),
        ("own-a.toml", b'prompt = "a"\ncheck = {kind = "number", value = "x"}', "lab.own.no_task"),
        ("own-a.toml", b'prompt = "a"\ncheck = {kind = "number", value = nan}', "lab.own.number"),
        ("own-a.toml", b"a = " + b"[" * 50_000, "lab.own.no_task"),
        ("own-a.toml", b"#" * 300_000, "lab.own.too_large"),
        ("Mine.toml", b'prompt = "a"\ncheck = {kind = "agreement"}', "lab.own.file_name"),
    ],
)
def test_a_broken_file_is_told_and_costs_no_other_task(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    own = OwnTasks(tmp_path)
    own.save(TASK)
    (tmp_path / name).write_bytes(content)
    tasks, (broken,) = own.all()
    assert tasks == (TASK,)
    assert (broken.path.name, broken.reason.id) == (name, reason)


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        (Pattern(expression="(a"), "lab.own.pattern"),
        (Pattern(expression="(?=a)"), "lab.own.pattern"),
        (Pattern(expression=""), "lab.own.no_check"),
        (JsonSchema(schema="{"), "schema.no_json"),
        (JsonSchema(schema='{"type": "thing"}'), "schema.invalid"),
        (Exact(answers=(" ",)), "lab.own.no_check"),
        (Option(right=()), "lab.own.no_check"),
        (Option(right=("yes", "")), "lab.own.no_check"),
        (Numbers(values=()), "lab.own.no_check"),
        (Number(value=math.inf), "lab.own.number"),
        (Number(value=1, tolerance=-1), "lab.own.number"),
        (Agreement(least=5, most=4), "lab.own.length"),
        (Judge(rubric=""), "lab.own.no_check"),
        (Shape(demands=()), "lab.own.no_check"),
        (AllOf(checks=()), "lab.own.no_check"),
        (AllOf(checks=(Judge(rubric="a"),) * 30), "lab.own.many_checks"),
        (AllOf(checks=(AllOf(checks=(Pattern(expression="["),)),)), "lab.own.pattern"),
        (PythonTests(function="f"), "lab.own.no_tests"),
        (PythonTests(function="f(x)", code="assert f"), "lab.own.no_tests"),
        (PythonTests(function="f", code="assert ("), "lab.own.tests"),
        (PythonTests(function="f", cases=(Case(arguments="x", expected="1"),)), "lab.own.case"),
        (PythonTests(function="f", cases=(Case(arguments="1", expected=""),)), "lab.own.case"),
        (PythonTests(function="f", cases=(Case(arguments="1", expected="1"),) * 300), "lab.own.many_cases"),
    ],
)
def test_a_check_that_does_not_work_is_refused(tmp_path: Path, check: Check, reason: str) -> None:
    with pytest.raises(UserError) as raised:
        OwnTasks(tmp_path).save(msgspec.structs.replace(TASK, check=check))
    assert raised.value.text.id == reason
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (Task(id="own-a", prompt=" ", check=CHECK), "lab.own.no_prompt"),
        (Task(id="own-a", prompt="a" * 30_000, check=CHECK), "lab.own.long_prompt"),
        (Task(id="own-a", prompt="a", check=CHECK, language="de"), "lab.own.language"),
        (Task(id="own-a", prompt="a", check=CHECK, mode="turbo"), "lab.own.mode"),
    ],
)
def test_a_task_that_does_not_work_is_refused(task: Task, reason: str) -> None:
    with pytest.raises(UserError) as raised:
        require_working(task)
    assert raised.value.text.id == reason


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(UserError) as raised:
        OwnTasks(tmp_path / "file").save(TASK)
    assert raised.value.text.id == "lab.own.not_saved"
    assert OwnTasks(tmp_path / "file").all() == ((), ())


@pytest.mark.parametrize("task_id", ["own-", "../own-a", "pool-en", "own-A", "own-a/b"])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, task_id: str) -> None:
    with pytest.raises(ValueError, match="not the id"):
        OwnTasks(tmp_path).remove(task_id)


def test_every_task_of_the_program_works() -> None:
    for name in ("pool", "series", "palindrome", "substrings", "syllogism", "record", "story"):
        require_working(built_in_task(f"{name}-zh-4"))
