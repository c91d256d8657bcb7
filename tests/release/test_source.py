"""Where newer versions are listed, as far as a copy was made to know."""

import json
from pathlib import Path

import pytest

from models.release import ReleaseSource, SourceError, read_source, release_source
from tools.release_source import main as write_source

_LATEST, _PAGE = "https://api.example.org/repos/o/n/releases/latest", "https://example.org/o/n/releases"


def test_a_source_tree_knows_none() -> None:
    assert release_source() is None


def test_the_file_of_a_package_is_read(tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    file.write_text(json.dumps({"latest": _LATEST, "page": _PAGE}), "utf-8")
    assert read_source(file) == ReleaseSource(_LATEST, _PAGE)
    assert read_source(file).host == "api.example.org"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"latest": 1, "page": 2}', '{"latest": "x", "page": "y"}', "\0"])
def test_a_file_that_says_nothing_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "release.json"
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError):
        read_source(file)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "ftp://example.org",
        "https://",
        "https://me:secret@example.org/",
        "https://exämple.org/",
        "https://example.org/a b",
        "file:///etc/passwd",
        "https://[broken",
    ],
)
def test_only_addresses_that_can_be_trusted_are_taken(address: str) -> None:
    with pytest.raises(SourceError):
        ReleaseSource(address, _PAGE)
    with pytest.raises(SourceError):
        ReleaseSource(_LATEST, address)


def test_the_file_that_is_written_for_a_package_is_the_one_that_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.resources._ROOT", tmp_path)
    assert write_source([_LATEST, _PAGE]) == 0
    assert release_source() == ReleaseSource(_LATEST, _PAGE)
    with pytest.raises(SystemExit):
        write_source(["http://example.org", _PAGE])
    (tmp_path / "release.json").write_text("{", "utf-8")
    assert release_source() is None
