"""NVIDIA's toolkit for Windows is put together from archives whose checksums are known."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from tools.pinned import Pinned
from tools.runtime.redistributables import PARTS, toolkit_folder
from tools.system import NotReadyError


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in place of NVIDIA's, with a small archive for each part."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    web = tmp_path / "web"
    web.mkdir()
    for part in PARTS:
        with zipfile.ZipFile(web / f"{part}.zip", "w") as archive:
            archive.writestr(f"{part}-archive/LICENSE", f"terms of {part}")
            archive.writestr(f"{part}-archive/bin/{part}.exe", part)
            archive.writestr(f"{part}-archive/../outside", "no")
    return web


def _list(web: Path) -> Pinned:
    checksums = {part: hashlib.sha256((web / f"{part}.zip").read_bytes()).hexdigest() for part in PARTS}
    archives = {part: {"windows-x86_64": {"relative_path": f"{part}.zip", "sha256": checksums[part]}} for part in PARTS}
    file = web / "list.json"
    file.write_text(json.dumps(archives), "utf-8")
    return Pinned(file.as_uri(), "list.json", hashlib.sha256(file.read_bytes()).hexdigest())


def test_all_parts_are_merged_into_one_folder_with_the_terms_of_what_is_shipped(published: Path) -> None:
    listed = _list(published)
    folder = toolkit_folder(listed, published.as_uri())
    assert {file.stem for file in (folder / "bin").iterdir()} == set(PARTS)
    assert (folder / "EULA.txt").read_text("utf-8") == "terms of libcublas"
    assert not list(folder.rglob("outside"))
    (published / "list.json").unlink()
    assert toolkit_folder(listed, published.as_uri()) == folder


def test_an_archive_that_is_not_the_listed_one_is_refused(published: Path) -> None:
    listed = _list(published)
    (published / "cuda_crt.zip").write_bytes(b"something else")
    with pytest.raises(NotReadyError, match="is not what it was"):
        toolkit_folder(listed, published.as_uri())
