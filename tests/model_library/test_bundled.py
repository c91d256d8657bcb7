"""A model that came with the program is used, listed and checked where it lies, and never changed."""

import json
import shutil
from pathlib import Path

import pytest

from models.catalog import installed_starter, last_used
from models.cli import main
from models.errors import UserError
from models.files import ChecksumCache, FileRecords
from models.library import (
    disk_use,
    find_installed,
    find_one_installed,
    import_model,
    installed_models,
    model_files,
    remove,
    verify,
)
from tests.model_library.samples import write_model
from tests.support.installed_program import install


@pytest.fixture
def bundled(starter_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo as it came with a program whose folder cannot be written to."""
    starter = install(tmp_path / 'C 盘 & "张 三"', monkeypatch, starter_model)
    starter.chmod(0o555)
    return starter / starter_model.name


def test_it_is_the_first_model_of_a_new_user(bundled: Path, tempera_home: Path) -> None:
    folder = tempera_home / "models"
    assert installed_starter(folder) == bundled
    assert model_files(folder) == (bundled,)
    (model,) = installed_models(folder)
    assert (model.path, model.bundled, model.in_place, model.problem) == (bundled, True, False, None)
    assert not tempera_home.exists()


def test_it_is_found_by_its_names(bundled: Path, folder: Path) -> None:
    for wanted in ("smollm2-135m-instruct", "smollm2-135m-instruct:Q4_1", bundled.name):
        assert find_installed(wanted, folder) == bundled
        assert find_one_installed(wanted, folder) == bundled


def test_the_users_own_file_of_that_name_wins(bundled: Path, folder: Path) -> None:
    own = folder / bundled.name
    shutil.copyfile(bundled, own)
    assert installed_starter(folder) == own
    assert find_installed("smollm2-135m-instruct", folder) == own
    assert [(model.path, model.bundled) for model in installed_models(folder)] == [(own, False)]


def test_it_cannot_be_removed(bundled: Path, folder: Path) -> None:
    for permanently in (False, True):
        with pytest.raises(UserError, match=r"error\.library\.bundled"):
            remove(bundled, folder, permanently=permanently)
    assert bundled.is_file()


def test_it_is_verified_against_the_catalogue(bundled: Path, folder: Path) -> None:
    checksums = ChecksumCache(folder / "checksums.json")
    found = verify(bundled, folder, checksums=checksums, progress=lambda *_: None, cancelled=lambda: False)
    assert found is not None
    assert found.sound
    assert FileRecords(folder).find(bundled) is None


def test_taking_it_in_changes_nothing(bundled: Path, folder: Path) -> None:
    model = import_model(bundled, folder, copy=False, progress=lambda *_: None, cancelled=lambda: False)
    assert model is not None
    assert model.bundled
    assert [one.path for one in installed_models(folder)] == [bundled]
    assert not FileRecords(folder).references()


def test_what_it_takes_is_not_counted_as_the_users(bundled: Path, folder: Path) -> None:
    own = write_model(folder / "small.gguf")
    use = disk_use(folder, installed_models(folder))
    assert (use.models, use.bundled, use.in_place) == (own.stat().st_size, bundled.stat().st_size, 0)


def test_the_commands_say_where_it_comes_from(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    listed = capsys.readouterr().out
    assert "English demo · comes with Tempera" in listed
    assert "Comes with Tempera: 94 MiB" in listed
    assert main(["models", "list", "--json"]) == 0
    (model,) = json.loads(capsys.readouterr().out)["models"]
    assert (model["bundled"], model["demo"], model["starter"]) == (True, True, False)
    assert main(["models", "remove", "smollm2-135m-instruct"]) == 1
    assert "comes with Tempera" in capsys.readouterr().err
    assert bundled.is_file()


def test_a_model_that_moved_with_its_drive_is_still_the_one_used_last(bundled: Path, folder: Path) -> None:
    own = write_model(folder / "small.gguf")
    assert last_used("/another/drive/models/small.gguf", folder) == own
    assert last_used(f"/another/mount/starter/{bundled.name}", folder) == bundled
    assert last_used("/another/drive/models/gone.gguf", folder) is None
    assert last_used(None, folder) is None
