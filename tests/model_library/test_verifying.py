"""Checking models: what is right, what is damaged, and what nobody could know."""

import os
from pathlib import Path

import pytest

from models.files import ChecksumCache, FileRecords, sha256
from models.library import Basis, Verification, import_model, installed_models, verify
from tests.model_library.samples import After, heard, never, part_name, unheard, write_model, write_parts


def check(path: Path, folder: Path) -> Verification:
    checksums = ChecksumCache(folder / "checksums.json")
    answer = verify(path, folder, checksums=checksums, progress=unheard, cancelled=never)
    assert answer is not None
    return answer


def taken_in(path: Path, folder: Path) -> Path:
    model = import_model(path, folder, copy=True, progress=unheard, cancelled=never)
    assert model is not None
    return model.path


def flip_last_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def problems(answer: Verification) -> list[str]:
    return [file.problem.id for file in answer.files if file.problem is not None]


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    return taken_in(write_model(tmp_path / "small.gguf"), folder)


def test_a_copy_is_what_it_was_when_it_was_taken_in(copied: Path, folder: Path) -> None:
    answer = check(copied, folder)
    assert answer.sound
    assert [file.basis for file in answer.files] == [Basis.RECORD]


def test_one_wrong_bit_is_found(copied: Path, folder: Path) -> None:
    flip_last_bit(copied)
    answer = check(copied, folder)
    assert not answer.sound
    assert problems(answer) == ["library.not_as_before"]


def test_another_size_is_found_without_reading_all(copied: Path, folder: Path) -> None:
    with copied.open("ab") as file:
        file.write(b"more")
    answer = check(copied, folder)
    assert problems(answer) == ["library.wrong_size"]
    assert answer.files[0].sha256 is None


def test_a_file_that_was_cut_short_is_incomplete(copied: Path, folder: Path) -> None:
    os.truncate(copied, copied.stat().st_size - 1)
    answer = check(copied, folder)
    assert answer.problem is not None
    assert answer.problem.id == "error.file.cut_off"


def test_the_starter_is_the_published_file(folder: Path, starter_model: Path) -> None:
    path = folder / starter_model.name
    path.symlink_to(starter_model)
    answer = check(path, folder)
    assert answer.sound
    assert answer.files[0].basis is Basis.CATALOGUE


def test_a_damaged_starter_is_not_the_published_file(folder: Path, starter_model: Path) -> None:
    path = folder / starter_model.name
    path.write_bytes(starter_model.read_bytes())
    flip_last_bit(path)
    answer = check(path, folder)
    assert problems(answer) == ["library.not_as_published"]
    assert answer.files[0].basis is Basis.CATALOGUE
    assert FileRecords(folder).find(path) is None


def test_what_nobody_knows_is_noted_for_the_next_time(folder: Path) -> None:
    path = write_model(folder / "small.gguf")
    assert check(path, folder).files[0].basis is Basis.NOTHING
    assert check(path, folder).files[0].basis is Basis.RECORD
    flip_last_bit(path)
    assert problems(check(path, folder)) == ["library.not_as_before"]


def test_checking_a_file_elsewhere_does_not_take_it_in(folder: Path, tmp_path: Path) -> None:
    assert check(write_model(tmp_path / "small.gguf"), folder).sound
    assert installed_models(folder) == ()


def test_a_model_in_place_is_compared_with_its_first_check(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "elsewhere" / "small.gguf")
    import_model(path, folder, copy=False, progress=unheard, cancelled=never)
    assert check(path, folder).sound
    flip_last_bit(path)
    assert problems(check(path, folder)) == ["library.not_as_before"]


def test_every_part_is_checked(folder: Path, tmp_path: Path) -> None:
    first = taken_in(write_parts(tmp_path / "parts"), folder)
    assert len(check(first, folder).files) == 3
    flip_last_bit(folder / part_name(3))
    answer = check(first, folder)
    assert [file.problem is None for file in answer.files] == [True, True, False]


def test_a_missing_part_is_said_and_the_others_are_checked(folder: Path, tmp_path: Path) -> None:
    first = taken_in(write_parts(tmp_path / "parts"), folder)
    (folder / part_name(2)).unlink()
    answer = check(first, folder)
    assert answer.problem is not None
    assert answer.problem.id == "error.file.part_missing"
    assert [file.problem for file in answer.files] == [None, None]


def test_the_checksum_is_not_computed_again_by_others(copied: Path, folder: Path) -> None:
    check(copied, folder)
    assert ChecksumCache(folder / "checksums.json").known(copied) == sha256(copied, cancelled=never)


def test_progress_goes_over_all_parts_and_can_be_cancelled(folder: Path, tmp_path: Path) -> None:
    first = taken_in(write_parts(tmp_path / "parts"), folder)
    told, progress = heard()
    checksums = ChecksumCache(folder / "checksums.json")
    assert verify(first, folder, checksums=checksums, progress=progress, cancelled=never) is not None
    total = sum((folder / part_name(number)).stat().st_size for number in (1, 2, 3))
    assert told == sorted(told)
    assert told[-1] == (total, total)
    assert verify(first, folder, checksums=checksums, progress=unheard, cancelled=After(1)) is None
