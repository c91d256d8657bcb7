"""Accounts without a home folder, or whose environment does not name it."""

import os
import pwd
import sys
from pathlib import Path

import pytest

from models.cli import main
from models.errors import UserError
from models.paths import find_home, user_paths

assert sys.platform == "linux"  # tells the type checker


def nobody(_number: int) -> pwd.struct_passwd:
    raise KeyError("uid not found")


@pytest.mark.parametrize("home", [None, "", "a/relative/folder"])
def test_a_home_that_the_environment_does_not_name_is_that_of_the_account(
    monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    find_home()
    assert os.environ["HOME"] == pwd.getpwuid(os.getuid()).pw_dir


def test_a_home_that_is_named_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    find_home()
    assert os.environ["HOME"] == str(tmp_path)


def test_an_account_without_a_home_has_the_data_folder_for_one(
    tempera_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    with pytest.raises(RuntimeError):
        Path.home()
    find_home()
    assert user_paths().home == Path.home() == tempera_home
    assert main(["models", "list"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("moved", ["", "~/tempera"])
def test_an_account_without_a_home_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], moved: str
) -> None:
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEMPERA_HOME", moved)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    find_home()
    assert "HOME" not in os.environ
    with pytest.raises(UserError, match=r"start\.homeless"):
        user_paths()
    assert main(["models", "list"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "TEMPERA_HOME" in said.err
