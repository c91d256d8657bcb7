"""The files a contained program sees: Python, read-only, and one small folder of its own in memory."""

import os
import stat
import sys
from pathlib import Path

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.linux.calls import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    change_root,
    detach,
    mount,
    restrict_mount,
)

WORK = "/.tempera-work"
"""The only folder a program can write to; it is its home too. No Python stands below such a name."""

DEVICES = ("/dev/null", "/dev/urandom")
_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/nix/store", "/etc/ld.so.cache")
_OLD = "/.tempera-host"
_FOLDERS_SIZE = 1 << 20
_MOST_FILES = 1024


def readable_paths(needed: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a program sees of this machine's files: what it needs, and the system's libraries."""
    return (*_SYSTEM_LIBRARIES, *needed)


def build_root(needed: tuple[str, ...], *, disk: int, owner: tuple[int, int]) -> None:
    """Replace all files this process sees, in its own mount namespace. Raises OSError.

    `disk` is how many bytes the folder for the work holds, `owner` the user and the group whose it is.
    """
    mount("none", "/", flags=MS_REC | MS_PRIVATE)
    base = "/tmp"  # noqa: S108 - nothing is written there: it is covered, in this process's own view
    mount("tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, f"mode=0755,size={_FOLDERS_SIZE}")
    Path(base + _OLD).mkdir()
    change_root(base, base + _OLD)
    os.chdir("/")
    for path in readable_paths(needed):
        _show(path, MS_RDONLY | MS_NOSUID | MS_NODEV)
    for path in DEVICES:
        _show(path, MS_RDONLY | MS_NOSUID | MS_NOEXEC)
    Path(WORK).mkdir()
    user, group = owner
    options = f"mode=0700,uid={user},gid={group},size={disk},nr_inodes={_MOST_FILES}"
    mount("tmpfs", WORK, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)
    detach(_OLD)
    Path(_OLD).rmdir()
    _make_read_only()


def _show(path: str, flags: int) -> None:
    """Make a file or folder of this machine visible at its own place. What does not exist is left out."""
    there = Path(_OLD + path)
    here = Path(path)
    if here.exists() or not (there.is_symlink() or there.exists()):  # the folder of another one has it
        return
    here.parent.mkdir(parents=True, exist_ok=True)
    if there.is_symlink():
        here.symlink_to(there.readlink())
        return
    if stat.S_ISDIR(there.stat().st_mode):
        here.mkdir()
    else:
        here.touch()
    mount(str(there), path, flags=MS_BIND | MS_REC)
    restrict_mount(path, flags)


def _make_read_only() -> None:
    """Let nothing be added to the folders that lead to the rest."""
    mount("none", "/", flags=MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV)
