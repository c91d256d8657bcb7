"""What an installed program knows of its own place, on each system."""

import os
import sys
from pathlib import Path

import pytest

from models.installation import bundled_models, bundled_runtimes, is_portable, notices, portable_home, program_folder
from models.paths import user_paths
from models.system import child_environment


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed program, whose name is an odd one, with what comes with it."""
    folder = tmp_path / 'C 盘 & "张 三"'
    _furnish(folder)
    _install(folder, monkeypatch)
    return folder


def test_a_source_tree_brings_nothing_along() -> None:
    assert [program_folder(), bundled_models(), bundled_runtimes(), notices(), portable_home()] == [None] * 5
    assert not is_portable()


def test_what_comes_with_a_program_lies_beside_it(program: Path) -> None:
    assert program_folder() == program
    assert bundled_models() == program / "starter"
    assert bundled_runtimes() == program / "runtimes"
    assert notices() == program / "THIRD_PARTY_NOTICES.txt"


def test_what_is_missing_from_a_package_is_none(program: Path) -> None:
    (program / "starter").rmdir()
    assert bundled_models() is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_program_started_through_a_link_finds_its_own_folder(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "tempera"
    link.symlink_to(program / "tempera")
    monkeypatch.setattr(sys, "executable", str(link))
    assert bundled_models() == program / "starter"


def test_what_comes_with_a_bundle_of_macos_are_its_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = tmp_path / "Tempera.app" / "Contents"
    _furnish(contents / "Resources")
    _install(contents / "MacOS", monkeypatch)
    assert bundled_models() == contents / "Resources" / "starter"
    (tmp_path / "portable").touch()
    assert portable_home() == tmp_path / "data"


@pytest.mark.parametrize("mark", ["portable", "portable.txt"])
def test_a_file_beside_the_program_makes_it_portable(program: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    monkeypatch.delenv("TEMPERA_HOME")
    assert not is_portable()
    (program / mark).touch()
    assert is_portable()
    assert user_paths().home == program / "data"


def test_libraries_of_a_portable_program_keep_their_caches_beside_it(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("XDG_CACHE_HOME", "CUDA_CACHE_PATH", "HF_HOME")
    before = [os.environ.get(name) for name in names]
    assert [child_environment().get(name) for name in names] == before
    (program / "portable").touch()
    assert [child_environment().get(name) for name in names] == before
    monkeypatch.delenv("TEMPERA_HOME")
    assert all(Path(child_environment()[name]).is_relative_to(program / "data" / "caches") for name in names)


def test_the_folder_that_the_user_names_wins_over_the_portable_one(program: Path, tempera_home: Path) -> None:
    (program / "portable").touch()
    assert user_paths().home == tempera_home


def test_an_appimage_is_portable_by_a_file_beside_the_image(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "portable").touch()
    monkeypatch.setenv("APPIMAGE", str(stick / "Tempera.AppImage"))
    monkeypatch.setenv("APPDIR", str(program.parent))
    assert portable_home() == stick / "data"


def test_another_programs_appimage_makes_nothing_portable(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "portable").touch()
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "Terminal.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "mounted"))
    assert not is_portable()
    assert program_folder() == program


def _furnish(folder: Path) -> None:
    for name in ("starter", "runtimes"):
        (folder / name).mkdir(parents=True)
    (folder / "THIRD_PARTY_NOTICES.txt").touch()


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "tempera").touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "tempera"))
