"""`make run` says in a sentence why the window cannot open, and speaks of the graphics card where there is one."""

import sys
from pathlib import Path

import pytest

from tools import packages, prepare, system


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is installed; no graphics card is in the machine and no display on it."""
    monkeypatch.setattr(system, "require", lambda _needs: None)
    monkeypatch.setattr(packages, "install", lambda *, for_tests: None)  # noqa: ARG005  # called by its name
    monkeypatch.setattr(prepare, "_fetch_starter", lambda *_arguments: None)
    monkeypatch.setattr(prepare, "has_nvidia_card", lambda: False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def run(monkeypatch: pytest.MonkeyPatch, goal: str) -> int:
    """Run the command with a goal."""
    monkeypatch.setattr(sys, "argv", ["prepare", goal])
    return prepare.main()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_one_sentence_names_ask(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "run") == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 1
    assert 'tempera ask "' in said[0]


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_with_a_display_nothing_is_said(
    variable: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, ":7")
    assert run(monkeypatch, "run") == 0
    assert capsys.readouterr().out == ""


def test_nvidia_card_is_told_of_the_cuda_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "has_nvidia_card", lambda: True)
    monkeypatch.setattr(packages, "has_cuda_build", lambda: False)
    monkeypatch.setenv("DISPLAY", ":7")
    assert run(monkeypatch, "run") == 0
    said = capsys.readouterr().out
    assert "models run on the processor" in said
    assert said.endswith("make runtime-cuda ARCH=native\n")


def test_nothing_is_said_of_cuda_once_it_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "has_nvidia_card", lambda: True)
    monkeypatch.setattr(packages, "has_cuda_build", lambda: True)
    monkeypatch.setenv("DISPLAY", ":7")
    assert run(monkeypatch, "run") == 0
    assert capsys.readouterr().out == ""


def test_cuda_build_is_recognized_by_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "VENV", tmp_path)
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    libraries = tmp_path / "lib" / "python3.11" / "site-packages" / "llama_cpp" / "lib"
    libraries.mkdir(parents=True)
    assert not packages.has_cuda_build()
    (libraries / "libggml-cuda.so").touch()
    assert packages.has_cuda_build()
    assert packages.wheel_has_cuda()


def test_cuda_build_is_recognized_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    folder = tmp_path / "build" / "runtimes" / "cuda13"
    folder.mkdir(parents=True)
    (folder / "libggml-cuda.so").touch()
    assert packages.has_cuda_build()
    assert not packages.wheel_has_cuda()
