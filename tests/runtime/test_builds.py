"""Native builds are found where they may be, and those that must not be loaded say why."""

import os
import sys
from pathlib import Path

import pytest

from models.paths import Paths
from models.runtime import MANIFEST, find_builds, runtime_folders
from tests.runtime.builds import CONTENT, make_build


def test_without_folders_there_is_what_came_with_the_package(tmp_path: Path) -> None:
    (build,) = find_builds([tmp_path, tmp_path / "nowhere"])
    assert (build.name, build.folder, build.problem) == ("cpu", None, None)


def test_builds_are_the_folders_with_a_manifest(tmp_path: Path) -> None:
    make_build(tmp_path / "one")
    make_build(tmp_path / "two", "cuda13")
    (tmp_path / "three").mkdir()
    found = find_builds([tmp_path])
    assert [(build.name, build.folder) for build in found] == [
        ("vulkan", tmp_path / "one"),
        ("cuda13", tmp_path / "two"),
        ("cpu", None),
    ]
    assert [build.problem for build in found] == [None, None, None]


def test_the_folder_of_a_build_can_be_named_itself(tmp_path: Path) -> None:
    folder = make_build(tmp_path / "vulkan")
    assert [build.folder for build in find_builds([folder])] == [folder, None]


def test_of_a_name_the_first_counts(tmp_path: Path) -> None:
    first = make_build(tmp_path / "a" / "x")
    make_build(tmp_path / "b" / "x")
    mine = make_build(tmp_path / "b" / "cpu", "cpu")
    found = find_builds([tmp_path / "a", tmp_path / "b"])
    assert [build.folder for build in found] == [first, mine]


def test_a_build_for_another_version_is_not_loaded(tmp_path: Path) -> None:
    make_build(tmp_path / "vulkan", made_for="0.2.90")
    build, _own = find_builds([tmp_path])
    assert build.problem is not None
    assert build.problem.id == "runtime.other_version"
    assert build.problem.fields["version"] == "0.2.90"


def test_a_broken_manifest_is_said(tmp_path: Path) -> None:
    folder = make_build(tmp_path / "vulkan")
    (folder / MANIFEST).write_bytes(b"{")
    build, _own = find_builds([tmp_path])
    assert build.name == "vulkan"
    assert build.problem is not None
    assert build.problem.id == "runtime.damaged"


def _missing(file: Path) -> None:
    file.unlink()


def _cut_off(file: Path) -> None:
    file.write_bytes(CONTENT[:-1])


def _link_out(file: Path) -> None:
    elsewhere = file.parent.parent.parent / "elsewhere.so"
    file.replace(elsewhere)
    file.symlink_to(elsewhere)


def _link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


@pytest.mark.parametrize("damage", [_missing, _cut_off, _link_out, _link_to_itself])
def test_a_damaged_build_is_not_loaded(tmp_path: Path, damage: object) -> None:
    folder = make_build(tmp_path / "runtimes" / "vulkan")
    assert callable(damage)
    damage(folder / "libllama.so")
    build, _own = find_builds([tmp_path / "runtimes"])
    assert build.problem is not None
    assert (build.problem.id, build.problem.fields["file"]) == ("runtime.damaged", "libllama.so")


def test_a_link_within_the_folder_is_fine(tmp_path: Path) -> None:
    folder = make_build(tmp_path / "vulkan")
    (folder / "libllama.so").rename(folder / "libllama.so.0")
    (folder / "libllama.so").symlink_to("libllama.so.0")
    build, _own = find_builds([tmp_path])
    assert build.problem is None


def test_the_variable_names_the_folders_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPERA_RUNTIMES", os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert runtime_folders(Paths(tmp_path)) == (tmp_path / "a", tmp_path / "b")
    monkeypatch.setenv("TEMPERA_RUNTIMES", "")
    assert runtime_folders(Paths(tmp_path)) == ()


def test_without_it_they_are_in_the_data_folder_and_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEMPERA_RUNTIMES")
    own, beside = runtime_folders(Paths(tmp_path))
    assert own == tmp_path / "runtimes"
    assert beside.name == "runtimes"
    assert beside.is_absolute()


def test_in_a_bundle_of_macos_they_are_among_its_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = tmp_path / "Tempera.app" / "Contents"
    (contents / "Resources" / "runtimes").mkdir(parents=True)
    monkeypatch.delenv("TEMPERA_RUNTIMES")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(contents / "MacOS" / "tempera"))
    assert runtime_folders(Paths(tmp_path)) == (tmp_path / "runtimes", contents / "Resources" / "runtimes")


def test_a_program_that_came_without_any_looks_in_the_data_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEMPERA_RUNTIMES")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "tempera"))
    assert runtime_folders(Paths(tmp_path)) == (tmp_path / "runtimes",)
