"""Which room on the disk is promised to which download, so that none is promised to two."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from models.errors import user_error

_KEPT_FREE = 256 << 20
"""Bytes that a download leaves free on the disk: systems with a full disk work badly."""

_MEBIBYTE = 1 << 20


class DiskClaims:
    """What the running downloads into one folder still miss. For use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._missing: dict[object, Callable[[], int | None]] = {}

    def claim(self, owner: object, missing: Callable[[], int | None], folder: Path) -> None:
        """Keep room for what `missing` says, as long as it says so. Raises UserError where there is none, OSError."""
        with self._lock:
            self._check(missing() or 0, folder)
            self._missing[owner] = missing

    def release(self, owner: object) -> None:
        """Keep no room for `owner` any more. Idempotent."""
        with self._lock:
            self._missing.pop(owner, None)

    def _check(self, missing: int, folder: Path) -> None:
        needed = missing + min(_KEPT_FREE, missing)
        free = shutil.disk_usage(folder).free
        others = sum(one() or 0 for one in self._missing.values())
        if not missing or needed + others <= free:
            return
        details = f"{missing} bytes are missing, {needed - missing} stay free, {others} are for others, {free} are free"
        name, wanted, left = str(folder), _mebibytes(needed), free // _MEBIBYTE
        if needed > free:
            raise user_error("download.no_space", details, folder=name, needed=wanted, free=left)
        taken = _mebibytes(others)
        raise user_error("download.no_space_beside", details, folder=name, needed=wanted, free=left, others=taken)


def _mebibytes(count: int) -> int:
    return -(-count // _MEBIBYTE)
