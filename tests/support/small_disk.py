"""A real disk of a megabyte or two, where this user may mount one."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    """A small disk, mounted at `folder`."""

    def __init__(self, mount: str, folder: Path, megabytes: int) -> None:
        self._mount = mount
        self._megabytes = megabytes
        self.folder = folder
        self.path = folder / "history.sqlite3"

    def mounted(self) -> bool:
        """Mount it; say whether the system lets this user do that."""
        command = [self._mount, "-t", "tmpfs", "-o", f"size={self._megabytes}m", "tmpfs", str(self.folder)]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    def grow(self) -> None:
        """Make room."""
        self._remount("size=20m")

    def close(self) -> None:
        """Let nothing be written any more."""
        self._remount("ro")

    def open(self) -> None:
        """Let it be written to again."""
        self._remount("rw")

    def fill(self) -> Path:
        """Use up all the room that is left; return the file that does."""
        filler = self.folder / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        assert shutil.disk_usage(self.folder).free == 0
        return filler

    def _remount(self, option: str) -> None:
        subprocess.run([self._mount, "-o", f"remount,{option}", str(self.folder)], check=True)


@contextmanager
def mounted_small_disk(folder: Path, megabytes: int = 1) -> Iterator[SmallDisk]:
    """Mount a small disk at `folder`, which is made; skip the test where that is not allowed."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("no way to mount a disk here")
    folder.mkdir(parents=True)
    disk = SmallDisk(mount, folder, megabytes)
    if not disk.mounted():
        pytest.skip("this user may not mount a disk")
    try:
        yield disk
    finally:
        subprocess.run([umount, "--lazy", str(folder)], check=True)
