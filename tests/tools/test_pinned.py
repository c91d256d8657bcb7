"""What is fetched for releases is what was pinned, or nothing."""

import hashlib
import re
from pathlib import Path

import pytest

from models.catalog import Confidence, Role, known_models, starters
from tools import pinned
from tools.pinned import Pinned, fetch, pins
from tools.system import NotReadyError


def _served(folder: Path, content: bytes, *, sha256: str = "") -> Pinned:
    """Return the pin of a file that lies in a folder, in place of the web."""
    folder.mkdir(exist_ok=True)
    (folder / "there").write_bytes(content)
    return Pinned((folder / "there").as_uri(), "here", sha256 or hashlib.sha256(content).hexdigest())


def test_every_pin_has_a_safe_address_and_a_checksum() -> None:
    named = pins()
    assert named.keys() >= {"starter", "appimagetool", "appimage-runtime", "vulkan-sdk"}
    assert [name for name, pin in named.items() if not pin.address.startswith("https://")] == []
    assert [name for name, pin in named.items() if not re.fullmatch("[0-9a-f]{64}", pin.sha256)] == []


def test_the_starter_of_releases_is_the_catalogues_at_one_revision() -> None:
    starter = pins()["starter"]
    assert starter.name == "qwen2.5-0.5b-instruct-q4_k_m.gguf"
    assert re.search(r"/Qwen/Qwen2\.5-0\.5B-Instruct-GGUF/resolve/[0-9a-f]{40}/", starter.address)


def test_a_model_that_nobody_is_sure_of_stops_the_release() -> None:
    demo = next(file for file in starters() if file.role is Role.DEMO)  # its hub gives no revision
    unsure = next(file for model in known_models() for file in model.files if file.confidence is Confidence.C)
    for file in (demo, unsure):
        with pytest.raises(NotReadyError, match="does not pin"):
            pinned.model_file(file)


def test_a_file_is_fetched_once(tmp_path: Path) -> None:
    pin = _served(tmp_path / "web", b"content")
    assert fetch(pin, tmp_path / "kept").read_bytes() == b"content"
    (tmp_path / "web" / "there").unlink()
    assert fetch(pin, tmp_path / "kept").read_bytes() == b"content"
    with pytest.raises(NotReadyError, match="could not be fetched"):
        fetch(pin, tmp_path / "elsewhere")


def test_another_file_in_its_place_is_refused_and_not_kept(tmp_path: Path) -> None:
    pin = _served(tmp_path / "web", b"something else", sha256=hashlib.sha256(b"content").hexdigest())
    with pytest.raises(NotReadyError, match="is not what it was"):
        fetch(pin, tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_file_that_was_changed_here_is_fetched_again(tmp_path: Path) -> None:
    pin = _served(tmp_path / "web", b"content")
    fetch(pin, tmp_path / "kept").write_bytes(b"spoiled")
    assert fetch(pin, tmp_path / "kept").read_bytes() == b"content"
