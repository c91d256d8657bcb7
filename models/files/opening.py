"""Opening a model file, with a plain sentence for each way in which that can fail."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from unicodedata import category

from models.errors import user_error

_NAMES_NOTHING = {errno.EINVAL, errno.ELOOP, errno.ENAMETOOLONG}
"""Errors for a name that no file can have or that leads nowhere."""


@dataclass(frozen=True)
class OpenFile:
    """A file opened for reading, its size in bytes and its time of change in nanoseconds."""

    stream: BufferedReader
    size: int
    changed_ns: int


def shown_name(path: Path) -> str:
    """Return a file's name as text that can be shown, printed and sent, whatever bytes it is made of.

    U+FFFD stands for what is not text and for control characters, which could change what a terminal shows.
    """
    text = os.fsencode(path.name or str(path)).decode("utf-8", "replace")
    return "".join("\ufffd" if category(character) == "Cc" else character for character in text)


@contextmanager
def opened(path: Path) -> Iterator[OpenFile]:
    """Open a file that is not empty; reading it inside the `with` block is covered too.

    Raises UserError where it does not exist, is a folder or a device, is empty, may not be read or cannot be read.
    """
    name = shown_name(path)
    try:
        _check_kind(path, name)
        with path.open("rb") as stream:
            status = os.fstat(stream.fileno())
            if status.st_size == 0:
                raise user_error("error.file.empty", name=name)
            yield OpenFile(stream, status.st_size, status.st_mtime_ns)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise user_error("error.file.missing", name=name, details=str(error)) from error
    except PermissionError as error:
        raise user_error("error.file.no_permission", name=name, details=str(error)) from error
    except OSError as error:
        raise user_error("error.file.unreadable", name=name, details=str(error)) from error


def _check_kind(path: Path, name: str) -> None:
    """Ask before opening: opening a named pipe would wait for a writer for ever."""
    try:
        mode = path.stat().st_mode
    except ValueError as error:  # a zero byte in the name
        raise user_error("error.file.missing", name=name, details=str(error)) from error
    except OSError as error:
        if error.errno in _NAMES_NOTHING:
            raise user_error("error.file.missing", name=name, details=str(error)) from error
        raise
    if stat.S_ISDIR(mode):
        raise user_error("error.file.is_folder", name=name)
    if not stat.S_ISREG(mode):
        raise user_error("error.file.not_gguf", name=name)
