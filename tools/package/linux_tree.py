"""The program's folder as every package for Linux holds it: the same on each machine that makes it."""

import os
import shutil
from pathlib import Path

from tools.package.layout import RUNTIMES
from tools.package.menu_files import COMMANDS
from tools.package.search_paths import is_elf, keep_own
from tools.system import NotReadyError

_PROGRAM, _FILE, _FOLDER = 0o755, 0o644, 0o755
_OF_ITS_USER = ("portable", "portable.txt", "data")


def copy_program(program: Path, target: Path) -> None:
    """Copy the program's folder. Raises NotReadyError where there is no program in it.

    What somebody's use of it left there stays behind, and libraries look only beside themselves for others.
    """
    if not all((program / command).is_file() for command in COMMANDS):
        raise NotReadyError(f"There is no program in {program}; make package builds it.")
    shutil.copytree(program, target, symlinks=True, ignore=lambda at, _: _OF_ITS_USER if Path(at) == program else ())
    theirs = set(target.glob(f"{RUNTIMES}/cuda*/*"))  # NVIDIA's licence wants its libraries as they are
    for path in target.rglob("*"):
        if path.is_file() and not path.is_symlink() and path not in theirs and is_elf(path):
            keep_own(path)


def link_commands(folder: Path) -> None:
    """Make the links of `folder` (like /usr/bin) to the programs in ../lib/tempera."""
    folder.mkdir(parents=True)
    for command in COMMANDS:
        (folder / command).symlink_to(Path("..", "lib", "tempera", command))


def settle(root: Path, when: int) -> None:
    """Give every file below `root` the rights that it has on every machine, and the time `when`."""
    for path in (*sorted(root.rglob("*"), reverse=True), root):
        if not path.is_symlink():
            path.chmod(_mode(path))
        os.utime(path, (when, when), follow_symlinks=False)


def _mode(path: Path) -> int:
    if path.is_dir():
        return _FOLDER
    runs = path.stat().st_mode & 0o100 and ".so" not in path.suffixes
    return _PROGRAM if runs else _FILE
