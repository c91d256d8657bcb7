"""Taking in a model: used where it lies or copied, all of it or nothing."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from models.errors import UserError
from models.files import FileRecords
from models.library import InstalledModel, find_installed, import_model, installed_models
from tests.model_library.samples import (
    After,
    heard,
    names,
    never,
    part_name,
    unheard,
    write_model,
    write_parts,
)


def take_in(path: Path, folder: Path, *, copy: bool) -> InstalledModel:
    model = import_model(path, folder, copy=copy, progress=unheard, cancelled=never)
    assert model is not None
    return model


def refusal(path: Path, folder: Path, *, copy: bool = True) -> str:
    with pytest.raises(UserError) as refused:
        import_model(path, folder, copy=copy, progress=unheard, cancelled=never)
    return refused.value.text.id


def test_in_place_nothing_is_copied_and_the_model_is_found(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "下载" / "模型 one.gguf")
    model = take_in(path, folder, copy=False)
    assert (model.path, model.in_place, model.problem) == (path, True, None)
    assert names(folder) == set()
    assert installed_models(folder) == (model,)
    assert find_installed(model.id, folder) == path


def test_a_copy_is_the_same_file_with_its_checksum_noted(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "下载" / "模型 one.gguf", size=128 * 100_000)
    told, progress = heard()
    model = import_model(path, folder, copy=True, progress=progress, cancelled=never)
    assert model is not None
    assert (model.path, model.in_place) == (folder / path.name, False)
    assert model.path.read_bytes() == path.read_bytes()
    record = FileRecords(folder).find(model.path)
    assert record is not None
    assert record.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert len(told) > 2
    assert names(folder) == {path.name}


def test_a_copy_gets_the_ending_by_which_models_are_found(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "sha256-0a1b2c")
    model = take_in(path, folder, copy=True)
    assert model.path == folder / "sha256-0a1b2c.gguf"
    assert installed_models(folder) == (model,)
    assert take_in(path, folder, copy=True) == model


def test_all_parts_of_a_split_model_are_copied(folder: Path, tmp_path: Path) -> None:
    first = write_parts(tmp_path / "parts")
    model = take_in(first, folder, copy=True)
    assert model.problem is None
    assert names(folder) == {part_name(number) for number in (1, 2, 3)}


def test_all_parts_of_a_split_model_in_place_are_one_entry(folder: Path, tmp_path: Path) -> None:
    first = write_parts(tmp_path / "parts")
    take_in(first, folder, copy=False)
    assert [model.path for model in installed_models(folder)] == [first]


def test_a_later_part_is_refused(folder: Path, tmp_path: Path) -> None:
    write_parts(tmp_path / "parts")
    assert refusal(tmp_path / "parts" / part_name(2), folder) == "error.file.not_first_part"


@pytest.mark.parametrize("copy", [True, False])
def test_a_model_without_all_its_parts_is_refused(folder: Path, tmp_path: Path, *, copy: bool) -> None:
    first = write_parts(tmp_path / "parts")
    (tmp_path / "parts" / part_name(3)).unlink()
    assert refusal(first, folder, copy=copy) == "error.file.part_missing"
    assert names(folder) == set()
    assert installed_models(folder) == ()


def test_what_lies_in_the_folder_already_is_left_as_it_is(folder: Path) -> None:
    path = write_model(folder / "small.gguf")
    assert take_in(path, folder, copy=True).path == path
    assert take_in(path, folder, copy=False).in_place is False
    assert names(folder) == {"small.gguf"}


def test_taking_in_the_same_file_again_copies_nothing(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "small.gguf")
    take_in(path, folder, copy=True)
    told, progress = heard()
    again = import_model(path, folder, copy=True, progress=progress, cancelled=never)
    assert again is not None
    assert (again.path, told) == (folder / "small.gguf", [])


def test_another_file_of_the_same_name_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    own = write_model(folder / "small.gguf", name="Mine").read_bytes()
    other = write_model(tmp_path / "small.gguf", name="Other", size=256)
    assert refusal(other, folder) == "error.folder.name_taken"
    assert (folder / "small.gguf").read_bytes() == own


def test_a_link_that_has_the_name_is_never_followed(folder: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    (folder / "small.gguf").symlink_to(victim)
    assert refusal(write_model(tmp_path / "small.gguf"), folder) == "error.folder.name_taken"
    assert not victim.exists()


def test_cancelling_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "small.gguf", size=128 * 200_000)
    assert import_model(path, folder, copy=True, progress=unheard, cancelled=After(3)) is None
    assert names(folder) == set()


def test_a_draft_of_a_program_that_was_killed_is_cleared_away(folder: Path, tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (folder / f"small.gguf.{gone.pid}-1.part").write_bytes(bytes(10))
    (folder / f"small.gguf.{os.getpid()}-1000.part").write_bytes(b"somebody is at it")
    (folder / "small.gguf.part").write_bytes(b"a download that can go on")
    take_in(write_model(tmp_path / "small.gguf"), folder, copy=True)
    assert names(folder) == {"small.gguf", "small.gguf.part", f"small.gguf.{os.getpid()}-1000.part"}


def test_two_at_once_take_in_one(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "small.gguf", size=128 * 100_000)
    ends: list[str] = []

    def take() -> None:
        try:
            ends.append(take_in(path, folder, copy=True).id)
        except UserError as error:
            ends.append(error.text.id)

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(ends) <= {"small", "error.folder.name_taken"}
    assert "small" in ends
    assert names(folder) == {"small.gguf"}
    assert (folder / "small.gguf").read_bytes() == path.read_bytes()


def test_more_than_the_disk_holds_is_refused_before_a_byte_is_written(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "huge.gguf")
    os.truncate(path, 8 << 40)
    assert refusal(path, folder) == "error.folder.too_small"
    assert names(folder) == set()


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("no folder")
    path = write_model(tmp_path / "small.gguf")
    assert refusal(path, tmp_path / "models") == "error.folder.not_writable"
    assert refusal(path, tmp_path / "models", copy=False) == "error.folder.not_writable"


def test_what_is_no_model_is_refused(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.gguf"
    page.write_text("<!doctype html>")
    assert refusal(page, folder) == "error.file.is_web_page"
    assert refusal(tmp_path, folder) == "error.file.is_folder"
    assert refusal(tmp_path / "gone.gguf", folder, copy=False) == "error.file.missing"
