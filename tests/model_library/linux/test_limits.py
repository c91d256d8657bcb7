"""Names that are no text, disks that become full, and folders that may not be written."""

import io
import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.commands.documents import write_json
from models.errors import UserError
from models.files import FileRecord, FileRecords
from models.library import Quantizing, Target, import_model, installed_models, remove
from tests.model_library.samples import names, never, unheard, write_model

assert sys.platform == "linux"  # tells the type checker

NOBODY = 65534


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file of this process and its children become larger than `size` bytes: to them the disk is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that may be read and not written; to root permissions do not count, so the test becomes nobody."""
    user = os.getresuid()
    with tempfile.TemporaryDirectory() as name:
        inside = Path(name) / "models"
        write_model(inside / "small.gguf")
        Path(name).chmod(0o755)
        inside.chmod(0o555)
        if user[1] == 0:
            os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield inside
        finally:
            os.setresuid(*user)
            inside.chmod(0o755)


def refusal(path: Path, folder: Path, *, copy: bool) -> str:
    with pytest.raises(UserError) as refused:
        import_model(path, folder, copy=copy, progress=unheard, cancelled=never)
    return refused.value.text.id


def test_names_that_are_no_text_do_no_harm(folder: Path, tmp_path: Path) -> None:
    elsewhere = Path(os.fsdecode(bytes(tmp_path) + b"/\xff.gguf"))
    FileRecords(folder).keep(FileRecord(elsewhere, 1, None, "import"))
    own = write_model(Path(os.fsdecode(bytes(folder) + b"/\xff\xfe.gguf")))
    assert [model.path for model in installed_models(folder)] == [own, elsewhere]


def test_a_disk_that_becomes_full_while_copying_is_said_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    path = write_model(tmp_path / "small.gguf", size=128 * 100_000)
    with largest_file(1 << 20):
        assert refusal(path, folder, copy=True) == "error.folder.no_space"
    assert names(folder) == set()


def test_a_file_that_cannot_be_written_on_while_quantizing_is_said_and_leaves_nothing(
    folder: Path, tiny_r1_model: Path
) -> None:
    with largest_file(8 << 20), pytest.raises(UserError) as refused:
        Quantizing(tiny_r1_model, Target.Q8_0, folder, lambda _progress: None).run()
    assert refused.value.text.id == "error.quantize.failed"  # the disk has room
    assert refused.value.details
    assert names(folder) == set()


@pytest.mark.parametrize("copy", [True, False])
def test_a_read_only_folder_is_said(read_only: Path, *, copy: bool) -> None:
    with tempfile.TemporaryDirectory() as other:
        path = write_model(Path(other) / "other.gguf")
        assert refusal(path, read_only, copy=copy) == "error.folder.not_allowed"
    assert names(read_only) == {"small.gguf"}


def test_nothing_is_deleted_from_a_read_only_folder(read_only: Path) -> None:
    with pytest.raises(UserError) as refused:
        remove(read_only / "small.gguf", read_only, permanently=True)
    assert refused.value.text.id == "error.folder.not_allowed"


def test_the_models_of_a_read_only_folder_are_listed(read_only: Path) -> None:
    assert [model.problem for model in installed_models(read_only)] == [None]


def test_the_lists_of_names_that_are_no_text_can_be_printed(folder: Path) -> None:
    write_model(Path(os.fsdecode(bytes(folder) + b"/\xff.gguf")))
    Path(os.fsdecode(bytes(folder) + b"/\xfe.gguf")).write_bytes(b"no model")
    out = io.StringIO()
    write_json(installed_models(folder), out)
    out.getvalue().encode("utf-8")
    assert [model["id"] for model in json.loads(out.getvalue())] == ["\ufffd", "\ufffd"]
