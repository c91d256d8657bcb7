"""Removing models: to the recycle bin with all parts, and never what lies elsewhere."""

import platform
import sys
from pathlib import Path

import pytest

from models.errors import UserError
from models.files import FileRecords
from models.library import import_model, installed_models, remove
from tests.model_library.samples import names, never, part_name, unheard, write_model, write_parts


@pytest.fixture
def recycle_bin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recycle bin of the test's own, where the system keeps one in the user's home."""
    if platform.system() != "Linux":
        pytest.skip("only the system itself knows its recycle bin here")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in [name for name in sys.modules if name.partition(".")[0] == "send2trash"]:
        monkeypatch.delitem(sys.modules, name)  # it looks up the folder when it is imported
    return tmp_path / "data" / "Trash" / "files"


def refusal(path: Path, folder: Path, *, permanently: bool = False) -> str:
    with pytest.raises(UserError) as refused:
        remove(path, folder, permanently=permanently)
    return refused.value.text.id


def test_a_model_goes_to_the_recycle_bin_with_all_its_parts(folder: Path, recycle_bin: Path) -> None:
    first = write_parts(folder)
    other = write_model(folder / "other.gguf")
    freed = sum((folder / part_name(number)).stat().st_size for number in (1, 2, 3))
    removal = remove(first, folder)
    assert (removal.bytes, len(removal.paths), removal.only_reference) == (freed, 3, False)
    assert {path.name for path in recycle_bin.iterdir()} == {part_name(number) for number in (1, 2, 3)}
    assert [model.path for model in installed_models(folder)] == [other]


def test_a_damaged_model_can_be_removed(folder: Path, recycle_bin: Path) -> None:
    write_parts(folder)
    (folder / part_name(1)).write_bytes(b"no model at all")
    (folder / part_name(2)).unlink()
    remove(folder / part_name(1), folder)
    assert names(folder) == set()
    assert len(list(recycle_bin.iterdir())) == 2


@pytest.mark.usefixtures("recycle_bin")
def test_what_was_noted_goes_too(folder: Path, tmp_path: Path) -> None:
    model = import_model(write_model(tmp_path / "a.gguf"), folder, copy=True, progress=unheard, cancelled=never)
    assert model is not None
    remove(model.path, folder)
    assert FileRecords(folder).find(model.path) is None


def test_permanently_means_gone(folder: Path, recycle_bin: Path) -> None:
    remove(write_model(folder / "a.gguf"), folder, permanently=True)
    assert names(folder) == set()
    assert not recycle_bin.exists()


def test_a_model_used_in_place_is_only_forgotten(folder: Path, tmp_path: Path) -> None:
    first = write_parts(tmp_path / "parts")
    import_model(first, folder, copy=False, progress=unheard, cancelled=never)
    removal = remove(first, folder)
    assert (removal.only_reference, removal.bytes) == (True, 0)
    assert installed_models(folder) == ()
    assert len(list((tmp_path / "parts").iterdir())) == 3


def test_a_reference_to_a_drive_that_is_gone_can_be_removed(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "drive" / "a.gguf")
    import_model(path, folder, copy=False, progress=unheard, cancelled=never)
    path.unlink()
    path.parent.rmdir()
    assert remove(path, folder).only_reference
    assert installed_models(folder) == ()


def test_of_a_link_only_the_link_goes(folder: Path, tmp_path: Path, recycle_bin: Path) -> None:
    path = write_model(tmp_path / "elsewhere" / "a.gguf")
    (folder / "a.gguf").symlink_to(path)
    removal = remove(folder / "a.gguf", folder)
    assert (removal.only_reference, removal.bytes) == (True, 0)
    assert path.exists()
    assert names(folder) == set()
    assert not recycle_bin.exists()


def test_a_link_to_nothing_can_be_removed(folder: Path) -> None:
    (folder / "a.gguf").symlink_to(folder / "nowhere")
    remove(folder / "a.gguf", folder)
    assert names(folder) == set()


@pytest.mark.parametrize("permanently", [True, False])
def test_what_lies_elsewhere_and_was_never_taken_in_is_not_ours(
    folder: Path, tmp_path: Path, *, permanently: bool
) -> None:
    path = write_model(tmp_path / "elsewhere" / "a.gguf")
    assert refusal(path, folder, permanently=permanently) == "error.library.not_ours"
    detour = folder / ".." / ".." / "elsewhere" / "a.gguf"
    assert refusal(detour, folder, permanently=permanently) == "error.library.not_ours"
    assert path.exists()


def test_what_is_not_there_cannot_be_removed(folder: Path) -> None:
    assert refusal(folder / "gone.gguf", folder) == "error.file.missing"


@pytest.mark.parametrize("name", ["checksums.json", "records", "small.gguf.part"])
def test_what_is_no_model_stays(folder: Path, name: str) -> None:
    (folder / "records").mkdir()
    (folder / "checksums.json").write_text("{}")
    (folder / "small.gguf.part").write_bytes(b"half")
    assert refusal(folder / name, folder, permanently=True) == "error.file.not_gguf"
    assert (folder / name).exists()


def test_a_folder_with_the_name_of_a_model_stays(folder: Path) -> None:
    (folder / "a.gguf").mkdir()
    assert refusal(folder / "a.gguf", folder) == "error.file.is_folder"


@pytest.mark.usefixtures("recycle_bin")
def test_a_disk_without_a_recycle_bin_is_said_and_nothing_is_lost(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    path = write_model(folder / "a.gguf")
    assert refusal(path, folder) == "error.library.not_recycled"
    assert path.exists()


@pytest.mark.parametrize("spelling", ["link", "dots"])
def test_the_folder_may_be_written_in_other_ways(folder: Path, tmp_path: Path, spelling: str) -> None:
    path = write_model(folder / "a.gguf")
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    other = {"link": tmp_path / "link", "dots": folder / ".." / folder.name}[spelling] / path.name
    taken = import_model(other, folder, copy=False, progress=unheard, cancelled=never)
    assert taken is not None
    assert (taken.path, taken.in_place) == (path, False)
    assert FileRecords(folder).references() == ()
    removal = remove(other, folder, permanently=True)
    assert (removal.paths, removal.only_reference) == ((path,), False)
    assert names(folder) == set()
