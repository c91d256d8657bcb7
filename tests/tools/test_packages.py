"""The virtual environment is filled once, and again only when the pins or this Python change."""

import sys
from pathlib import Path

import pytest

from tools import native, packages
from tools.packages import install
from tools.system import NotReadyError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Python is a shell script")

WHEEL = "llama.whl"


class Commands(list[tuple[str, ...]]):
    """The commands that would have run; making the virtual environment leaves a Python that works."""

    def run(self, *command: str) -> None:
        """Write a command down."""
        self.append(command)
        if "venv" in command:
            python = packages.venv_program("python")
            python.parent.mkdir(parents=True)
            python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
            python.chmod(0o755)


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """A repository with nothing installed yet."""
    (tmp_path / "constraints.txt").write_text("one==1\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    monkeypatch.setattr(packages, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(packages, "CONSTRAINTS", tmp_path / "constraints.txt")
    recorder = Commands()
    monkeypatch.setattr(packages, "_run", recorder.run)
    monkeypatch.setattr(native, "wheel", lambda _python, _environment: tmp_path / WHEEL)
    return recorder


def wanted(commands: Commands) -> list[str]:
    """What was installed, one word for each call of pip."""
    return [Path(command[-1]).name if WHEEL in command[-1] else command[-1] for command in commands if "pip" in command]


def test_first_time_makes_the_environment_and_installs(commands: Commands) -> None:
    install(for_tests=False)
    assert len(commands) == 3
    assert wanted(commands) == [WHEEL, "."]


def test_second_time_runs_nothing(commands: Commands) -> None:
    install(for_tests=False)
    commands.clear()
    install(for_tests=False)
    assert commands == []


def test_what_the_tests_need_comes_with_the_first_test(commands: Commands) -> None:
    install(for_tests=False)
    install(for_tests=True)
    install(for_tests=True)
    assert wanted(commands) == [WHEEL, ".", WHEEL, ".[dev]"]


def test_environment_of_the_tests_is_enough_to_run(commands: Commands) -> None:
    install(for_tests=True)
    install(for_tests=False)
    assert wanted(commands) == [WHEEL, ".[dev]"]


@pytest.mark.parametrize("file", ["constraints.txt", "pyproject.toml"])
def test_changed_pins_are_installed_into_the_same_environment(commands: Commands, file: str) -> None:
    install(for_tests=False)
    commands.clear()
    (packages.ROOT / file).write_text("two==2\n", "utf-8")
    install(for_tests=False)
    assert len(commands) == 2
    assert wanted(commands) == [WHEEL, "."]


def test_another_python_gets_a_new_environment(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    install(for_tests=False)
    commands.clear()
    packages.venv_program("python").unlink()
    monkeypatch.setattr(sys, "version", "3.99.0")
    monkeypatch.setattr(packages, "_run", lambda *command: commands.append(command))
    install(for_tests=False)
    assert commands[0][1:4] == ("-m", "venv", "--clear")


def test_installation_that_fails_is_tried_again(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*command: str) -> None:
        commands.run(*command)
        if "pip" in command:
            raise NotReadyError("That failed.")

    monkeypatch.setattr(packages, "_run", fail)
    with pytest.raises(NotReadyError):
        install(for_tests=False)
    monkeypatch.setattr(packages, "_run", commands.run)
    install(for_tests=False)
    assert wanted(commands) == [WHEEL, WHEEL, "."]
