"""What the list of models holds, and what it says of files that cannot be used."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.catalog import Role
from models.files import FileRecord, FileRecords
from models.library import InstalledModel, disk_use, installed_models, model_files
from tests.model_library.samples import part_name, write_model, write_parts


def only(folder: Path) -> InstalledModel:
    (model,) = installed_models(folder)
    return model


def problem_of(model: InstalledModel) -> str:
    assert model.problem is not None
    return model.problem.id


def test_there_is_nothing_in_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert installed_models(tmp_path / "no such folder") == ()


def test_a_model_is_listed_with_what_its_header_says(folder: Path) -> None:
    path = write_model(folder / "small.gguf", size=256)
    model = only(folder)
    assert (model.id, model.name, model.quantization, model.context) == ("small", "A small model", "F16", 2048)
    assert (model.bytes, model.parts, model.in_place, model.problem) == (path.stat().st_size, (path,), False, None)


def test_the_starter_is_known_by_its_catalogue_name(folder: Path, starter_model: Path) -> None:
    os.link(starter_model, folder / starter_model.name)
    model = only(folder)
    assert (model.id, model.name, model.role) == ("smollm2-135m-instruct:Q4_1", "SmolLM2 135M Instruct", Role.DEMO)


def test_a_split_model_is_listed_once_with_the_sum_of_its_parts(folder: Path) -> None:
    first = write_parts(folder)
    model = only(folder)
    assert model.path == first
    assert model.parts == tuple(folder / part_name(number) for number in (1, 2, 3))
    assert model.bytes == sum(part.stat().st_size for part in model.parts)


def test_a_split_model_without_its_second_part_says_which_one_is_missing(folder: Path) -> None:
    write_parts(folder)
    (folder / part_name(2)).unlink()
    model = only(folder)
    assert problem_of(model) == "error.file.part_missing"
    assert model.parts == (folder / part_name(1), folder / part_name(3))


def test_parts_without_a_first_one_are_listed_once(folder: Path) -> None:
    write_parts(folder).unlink()
    model = only(folder)
    assert problem_of(model) == "library.first_part_missing"
    assert model.path == folder / part_name(2)
    assert model.bytes == sum((folder / part_name(number)).stat().st_size for number in (2, 3))


def test_swapped_parts_are_refused(folder: Path) -> None:
    write_parts(folder)
    second, third, aside = folder / part_name(2), folder / part_name(3), folder / "aside"
    second.rename(aside)
    third.rename(second)
    aside.rename(third)
    assert problem_of(only(folder)) == "error.file.broken"


def test_partial_files_are_never_offered(folder: Path) -> None:
    model = write_model(folder / "small.gguf")
    for name in ("large.gguf.part", "large.gguf.part.json", "copy.gguf.4711.part"):
        (folder / name).write_bytes(model.read_bytes())
    assert only(folder).path == model


def test_a_damaged_file_is_listed_with_what_is_wrong(folder: Path) -> None:
    (folder / "damaged.gguf").write_bytes(b"GGUF\x03")
    model = only(folder)
    assert (model.id, model.name, model.bytes, model.context) == ("damaged", "damaged.gguf", 5, None)
    assert problem_of(model) == "error.file.cut_off"


def test_a_link_that_leads_out_of_the_folder_is_no_model_of_the_folder(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "elsewhere" / "small.gguf")
    (folder / "small.gguf").symlink_to(path)
    model = only(folder)
    assert (model.in_place, model.problem) == (True, None)
    use = disk_use(folder, (model,))
    assert (use.models, use.in_place) == (0, path.stat().st_size)


def test_a_link_within_the_folder_is_a_model_of_the_folder(folder: Path) -> None:
    write_model(folder / "a.gguf")
    (folder / "b.gguf").symlink_to("a.gguf")
    assert [model.in_place for model in installed_models(folder)] == [False, False]


def test_a_link_to_nothing_and_one_in_a_circle_are_listed_as_broken(folder: Path) -> None:
    (folder / "away.gguf").symlink_to(folder / "nowhere")
    (folder / "circle.gguf").symlink_to(folder / "circle.gguf")
    assert {problem_of(model) for model in installed_models(folder)} == {"library.link_broken"}


def test_a_file_on_a_drive_that_is_gone_stays_in_the_list_with_the_reason(folder: Path, tmp_path: Path) -> None:
    gone = tmp_path / "drive" / "model.gguf"
    FileRecords(folder).keep(FileRecord(gone, 1000, None, "import"))
    model = only(folder)
    assert (model.path, model.in_place, model.bytes) == (gone, True, 0)
    assert problem_of(model) == "library.file_gone"


def test_a_folder_with_the_name_of_a_model_is_none(folder: Path) -> None:
    (folder / "folder.gguf").mkdir()
    assert installed_models(folder) == ()


def test_sizes_are_summed_by_where_files_lie(folder: Path, tmp_path: Path) -> None:
    own = write_parts(folder)
    other = write_model(tmp_path / "elsewhere" / "other.gguf")
    FileRecords(folder).keep(FileRecord(other, other.stat().st_size, None, "import"))
    (folder / "unfinished.gguf.part").write_bytes(bytes(77))
    use = disk_use(folder, installed_models(folder))
    assert use.models == sum((own.with_name(part_name(number))).stat().st_size for number in (1, 2, 3))
    assert (use.in_place, use.unfinished) == (other.stat().st_size, 77)
    assert use.free is not None
    assert use.total is not None
    assert 0 < use.free < use.total


def test_files_are_found_without_reading_them_and_only_those_that_may_work(folder: Path, tmp_path: Path) -> None:
    split = write_parts(folder)
    small = write_model(folder / "small.gguf")
    (folder / "gone.gguf").symlink_to(folder / "nowhere")
    (folder / part_name(2, "orphan")).write_bytes(b"")
    elsewhere = write_model(tmp_path / "elsewhere" / "other.gguf")
    for path in (elsewhere, tmp_path / "drive" / "lost.gguf"):
        FileRecords(folder).keep(FileRecord(path, 1, None, "import"))
    assert model_files(folder) == (small, split, elsewhere)


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def left(path: Path, *, seconds_ago: float) -> Path:
    path.write_bytes(b"GGUF")
    os.utime(path, (time.time() - seconds_ago,) * 2)
    return path


def test_drafts_of_killed_programs_are_swept_away(folder: Path, gone: int) -> None:
    draft = left(folder / f"a.gguf.{gone}-1.part", seconds_ago=3600)
    kept = {
        left(folder / f"b.gguf.{os.getpid()}-1.part", seconds_ago=3600),
        left(folder / f"c.gguf.{gone}-2.part", seconds_ago=0),  # perhaps another computer's
        left(folder / "d.gguf.part", seconds_ago=3600),
        left(folder / f"notes.{gone}-3.part", seconds_ago=3600),
    }
    assert installed_models(folder) == ()
    assert not draft.exists()
    assert set(folder.glob("*.part")) == kept
