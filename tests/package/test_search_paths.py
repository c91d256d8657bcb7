"""Libraries in a package look for others beside themselves only."""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.package.linux_tree import copy_program
from tools.package.search_paths import keep_own, search_paths

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ELF files")


def library(file: Path, *folders: str) -> Path:
    """Return a library that looks in `folders`."""
    compiler = shutil.which("cc")
    assert compiler is not None
    paths = [f"-Wl,-rpath,{':'.join(folders)}"] if folders else []
    line = [compiler, "-shared", "-fPIC", *paths, "-x", "c", "-", "-o", str(file)]
    subprocess.run(line, input=b"int answer(void) { return 42; }", check=True)
    return file


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("/build/lib",), ()),
        (("$ORIGIN/../lib", "/build/lib", "$ORIGIN"), ("$ORIGIN/../lib", "$ORIGIN")),
        (("$ORIGIN",), ("$ORIGIN",)),
        ((), ()),
    ],
)
def test_folders_of_the_building_machine_go_and_the_library_works(
    tmp_path: Path, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    file = library(tmp_path / "libit.so", *before)
    assert search_paths(file) == before
    assert keep_own(file) == (before != after)
    assert search_paths(file) == after
    assert ctypes.CDLL(str(file)).answer() == 42


def test_nvidias_libraries_are_copied_unmodified(tmp_path: Path) -> None:
    program = tmp_path / "program"
    (program / "runtimes" / "cuda13").mkdir(parents=True)
    for name in ("tempera", "tempera-cli"):
        (program / name).touch()
    theirs = library(program / "runtimes" / "cuda13" / "libcublas.so.13", "/build/lib")
    library(program / "libours.so", "/build/lib")
    copy_program(program, tmp_path / "copy")
    assert (tmp_path / "copy" / "runtimes" / "cuda13" / "libcublas.so.13").read_bytes() == theirs.read_bytes()
    assert search_paths(tmp_path / "copy" / "libours.so") == ()
