"""`tempera update-check`: it asks where newer versions are listed, tells, and changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.cli import main
from tests.support.release_server import ReleaseServer, release, running_release_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleaseServer]:
    """The project's page, which this copy knows."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with running_release_server() as running:
        monkeypatch.setattr("models.commands.update_check.release_source", lambda: running.source)
        monkeypatch.setattr("models.commands.update_check.program_version", lambda: "1.2.0")
        yield running


def test_a_newer_version_is_told_with_its_notes(
    server: ReleaseServer, tempera_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.replies = [release("1.10.0", "Faster.")]
    assert main(["update-check"]) == 0
    told = capsys.readouterr()
    assert told.out == f"Tempera 1.10.0 is available; you have 1.2.0.\n\nFaster.\n\n{server.source.page}\n"
    assert main(["update-check", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["newest"], document["installed"], document["newer"]) == ("1.10.0", "1.2.0", True)
    assert not tempera_home.exists()


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        ("1.2.0", "You have the newest version of Tempera: 1.2.0.\n"),
        ("1.1.9", "You have Tempera 1.2.0; the newest release is 1.1.9.\n"),
    ],
)
def test_the_newest_needs_no_page(
    server: ReleaseServer, listed: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    server.replies = [release(listed, "Notes.")]
    assert main(["update-check"]) == 0
    assert capsys.readouterr().out == sentence


def test_offline_nothing_is_asked(
    server: ReleaseServer, tempera_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tempera_home.mkdir()
    (tempera_home / "settings.toml").write_text("[network]\noffline = true\n", "utf-8")
    assert main(["update-check"]) == 1
    assert "offline" in capsys.readouterr().err
    assert server.asked == []


def test_a_copy_that_knows_no_address_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["update-check"]) == 1
    assert "does not know where newer versions are listed" in capsys.readouterr().err
