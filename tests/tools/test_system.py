"""What the system must have is known, found where it is, and asked for in one line where it is not."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import system
from tools.system import Need, NotReadyError, install, missing, require

HERE = Need("a thing that is here", "here", lambda: True)
LACKING = Need("a thing that lacks", "lib-lacking", lambda: False)

AT_HAND = re.compile(r"ld-linux.*|lib(c|m|dl|pthread|rt|resolv|stdc\+\+|gcc_s)\.so\.\d+|libQt6\w+\.so\.6|libicu.*")
"""Libraries of every Linux system that a C++ compiler runs on, and those that Qt's package brings."""

COMES_WITH = {"libgthread-2.0.so.0": "libglib-2.0.so.0", "libbrotlicommon.so.1": "libbrotlidec.so.1"}
"""Libraries that are in one package with another."""


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get, the only program there is, that writes down how it was called; returns what it writes."""
    log, programs = tmp_path / "apt.log", tmp_path / "bin"
    programs.mkdir()
    (programs / "apt-get").write_text(f'#!/bin/sh\necho "$@" >> "{log}"\n', "utf-8")
    (programs / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return log


def as_user(monkeypatch: pytest.MonkeyPatch, *, root: bool) -> None:
    """Be root, or be somebody else."""
    monkeypatch.setattr(system, "is_root", lambda: root)


def test_missing_names_what_lacks() -> None:
    assert missing((HERE, LACKING)) == (LACKING,)


def test_nothing_is_said_where_nothing_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    require((HERE,))
    assert capsys.readouterr().out == ""


def test_long_list_is_cut_short(apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    as_user(monkeypatch, root=False)
    with pytest.raises(NotReadyError):
        require((LACKING,) * 9)
    assert capsys.readouterr().out.endswith("a thing that lacks and 3 more.\n")
    assert not apt.exists()


def test_root_gets_it_installed_and_is_told_first(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, root=True)
    arrives = Need("a thing that arrives", "lib-arriving", apt.exists)
    require((HERE, arrives))
    said = capsys.readouterr().out
    assert "a thing that arrives" in said
    assert "lib-arriving" in said
    assert apt.read_text("utf-8").splitlines() == [
        "update --quiet",
        "install --yes --no-install-recommends lib-arriving",
    ]


def test_what_still_lacks_afterwards_is_said(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, root=True)
    with pytest.raises(NotReadyError, match=r"Still missing.*a thing that lacks"):
        require((LACKING,))
    assert apt.exists()


def test_others_get_the_one_line_that_does_it(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, root=False)
    with pytest.raises(NotReadyError, match=r"make system$"):
        require((LACKING,))
    assert not apt.exists()


def test_line_for_root_is_printed_where_there_is_no_sudo(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, root=False)
    with pytest.raises(NotReadyError, match=r"as root: apt-get install --yes --no-install-recommends lib-lacking$"):
        install((LACKING,))
    assert not apt.exists()


def test_packages_are_named_where_there_is_no_apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotReadyError, match=r"package manager.*: lib-lacking$"):
        require((LACKING,))


def test_failing_apt_is_said(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, root=True)
    (apt.parent / "bin" / "apt-get").write_text("#!/bin/sh\nexit 100\n", "utf-8")
    with pytest.raises(NotReadyError, match=r"failed.*apt-get update"):
        install((LACKING,))


@pytest.mark.skipif(sys.platform != "linux", reason="Qt brings every library with it elsewhere")
def test_every_library_that_qt_is_linked_with_is_known() -> None:
    needed = {library for file in _qt_files() for library in _needed_by(file) if not AT_HAND.fullmatch(library)}
    known = {need.what for need in system.WINDOW}
    assert {library for library in needed if COMES_WITH.get(library, library) not in known} == set()
    assert known - needed == set()


def _qt() -> Path:
    import PySide6

    return Path(os.fspath(PySide6.__path__[0])) / "Qt"


def _qt_files() -> Iterator[Path]:
    for name in ("Core", "DBus", "Gui", "Network", "Svg", "Widgets", "XcbQpa"):
        yield _qt() / "lib" / f"libQt6{name}.so.6"
    plugins = _qt() / "plugins"
    for pattern in ("platforms/libq[xo]*.so", "xcbglintegrations/*.so", "iconengines/*.so", "imageformats/*.so"):
        yield from plugins.glob(pattern)


def _needed_by(file: Path) -> list[str]:
    reader = shutil.which("objdump")
    assert reader is not None, "objdump comes with every compiler"
    listing = subprocess.run([reader, "-p", file], capture_output=True, text=True, check=True).stdout
    return re.findall(r"NEEDED\s+(\S+)", listing)
