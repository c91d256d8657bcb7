"""The folder of state files: their names, the room they may take, and what dead processes left behind."""

import logging
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.engine.state_files import state_file

_STATE = re.compile(r"[0-9a-f]{32}\.state")
_TEMPORARY = re.compile(r"[0-9a-f]{32}\.(\d{1,9})\.tmp")
_FORGOTTEN_SECONDS = 3600
"""Nobody writes a state for so long: the number of the process that did belongs to another one now."""
_LEFT_FREE = 256 << 20
"""Bytes of the disk that are not filled with what can be computed again."""

_log = logging.getLogger(__name__)


class TroubleLog:
    """Logs each kind of trouble once: a disk that fails fails with every answer."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def warn(self, kind: str, text: str, *arguments: object) -> None:
        """Log a warning where none of its kind was logged before."""
        if kind not in self._told:
            self._told.add(kind)
            _log.warning(text, *arguments)


@dataclass(frozen=True)
class _StateFile:
    path: Path
    size: int
    used_ns: int


class StateFolder:
    """One file per conversation, within `quota` bytes. Touches no file but those it names itself."""

    def __init__(self, folder: Path, *, quota: int, trouble: TroubleLog) -> None:
        self._folder = folder
        self._quota = quota
        self._trouble = trouble

    def path(self, conversation: str) -> Path:
        """Return the file of a conversation."""
        return state_file(self._folder, conversation)

    @contextmanager
    def unfinished(self, path: Path) -> Iterator[Path]:
        """Give an empty file that only the user can read, to be written and renamed to `path`; removed if it is not.

        Raises OSError where folder or file cannot be made.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        temporary = path.with_name(f"{path.stem}.{os.getpid()}.tmp")
        temporary.unlink(missing_ok=True)
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            yield temporary
        finally:
            self.discard(temporary)

    def make_room(self, size: int, *, replacing: Path) -> bool:
        """Remove the states not used for longest until one of `size` bytes fits; return whether it does.

        The file at `replacing` counts as gone and is not removed.
        """
        if size > self._quota:
            _log.info("a state of %d bytes is not kept: the quota is %d", size, self._quota)
            return False
        return self._shrink(self._quota - size, replacing) and self._disk_has(size)

    def tidy(self) -> None:
        """Remove what dead processes left unfinished and what is beyond the quota; everything where that is 0."""
        for path, status in self._files():
            if (found := _TEMPORARY.fullmatch(path.name)) and _is_forgotten(int(found[1]), status):
                self.discard(path)
        self._shrink(self._quota, None)

    def touch(self, path: Path) -> None:
        """Note that a state was used now."""
        now = time.time_ns()
        try:
            os.utime(path, ns=(now, now))
        except OSError as error:
            self._trouble.warn("touch", "cannot note that %s was used: %s", path, error)

    def discard(self, path: Path) -> bool:
        """Remove a file, or a link but not what it leads to; return whether none is there any more."""
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:  # a file stands where the folder should be
            return True
        except OSError as error:
            self._trouble.warn("remove", "cannot remove %s: %s", path, error)
            return False
        return True

    def _shrink(self, most: int, spared: Path | None) -> bool:
        states = [
            _StateFile(path, status.st_size, status.st_mtime_ns)
            for path, status in self._files()
            if _STATE.fullmatch(path.name) and path != spared
        ]
        total = sum(state.size for state in states)
        for state in sorted(states, key=lambda state: state.used_ns):
            if total <= most and self._quota:
                break
            if self.discard(state.path):
                total -= state.size
        return total <= most

    def _disk_has(self, size: int) -> bool:
        there = next((folder for folder in (self._folder, *self._folder.parents) if folder.exists()), self._folder)
        free = shutil.disk_usage(there).free
        if free < size + _LEFT_FREE:
            self._trouble.warn("full", "prompt states are not kept: %d bytes are free beside %s", free, self._folder)
            return False
        return True

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Yield the files of the folder, no links, that are there and can be asked; none where there is no folder."""
        try:
            paths = list(self._folder.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            self._trouble.warn("list", "cannot list %s: %s", self._folder, error)
            return
        for path in paths:
            try:
                status = path.lstat()
            except OSError:  # removed meanwhile
                continue
            if stat.S_ISREG(status.st_mode):
                yield path, status


def _is_forgotten(process: int, status: os.stat_result) -> bool:
    """Return whether nobody writes to a temporary file any more; this process, just started, does not either."""
    if process == os.getpid() or time.time() - status.st_mtime > _FORGOTTEN_SECONDS:
        return True
    import psutil  # only needed after a crash

    return not psutil.pid_exists(process)
