"""The checks run in order, stop at the first that fails, and hand its exit status on."""

import sys
from pathlib import Path

import pytest

from tools import check
from tools.check import Step


def step(name: str, done: Path, *, status: int = 0) -> Step:
    """Make a check that notes in a file that it ran."""
    program = f"open({str(done)!r}, 'a').write('{name} '); raise SystemExit({status})"
    return Step(name, (sys.executable, "-c", program))


@pytest.fixture
def done(tmp_path: Path) -> Path:
    """The file in which the checks note that they ran."""
    return tmp_path / "done"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, lint: list[Step], test: list[Step]) -> int:
    """Run the command with these steps in place of the real ones."""
    monkeypatch.setattr(check, "lint_steps", lambda: lint)
    monkeypatch.setattr(check, "test_steps", lambda: test)
    monkeypatch.setattr(sys, "argv", ["check", *arguments])
    return check.main()


def test_all_checks_run_in_order(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, lint=[step("a", done), step("b", done)], test=[step("c", done)]) == 0
    assert done.read_text("utf-8") == "a b c "


def test_first_that_fails_ends_it_with_its_status(
    done: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, lint=[step("a", done), step("b", done, status=3)], test=[step("c", done)]) == 3
    assert done.read_text("utf-8") == "a b "
    assert "b failed." in capfd.readouterr().out


def test_lint_leaves_the_tests_out(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "lint", lint=[step("a", done)], test=[step("c", done)]) == 0
    assert done.read_text("utf-8") == "a "


def test_types_are_checked_for_every_platform() -> None:
    checked = {one.name.rpartition(" ")[2] for one in check.lint_steps() if one.name.startswith("mypy")}
    assert checked == {"linux", "win32", "darwin"}
