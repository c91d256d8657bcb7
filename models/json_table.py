"""A small table in a JSON file, which the program can do without: what belongs to each of some texts."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from models.whole_file import write_whole

T = TypeVar("T")
V = TypeVar("V")

_log = logging.getLogger(__name__)


class JsonTable(Generic[T]):
    """Reads and writes the file; `decoder` reads an entry, `what` is what the log calls the entries.

    The file may be lost or damaged. An entry that cannot be read, as a newer version's, is passed over and stays in the
    file. Of more than `most` entries those that were put longest ago are forgotten. Nothing here raises.
    """

    def __init__(self, file: Path, decoder: "msgspec.json.Decoder[T]", *, what: str, most: int) -> None:
        self._file = file
        self._decoder = decoder
        self._what = what
        self._most = most

    def read(self) -> dict[str, T]:
        """Return the entries as they are in the file now."""
        return self._readable(self._read())

    def put(self, entries: Mapping[str, T]) -> dict[str, T]:
        """Write entries beside those that others have put, and return all of them, also where that was impossible."""
        others = {key: raw for key, raw in self._read().items() if key not in entries}
        self._write(self._newest({**others, **entries}))
        return self._newest({**self._readable(others), **entries})

    def drop(self, key: str) -> None:
        """Remove an entry, also one that cannot be read."""
        table = self._read()
        if table.pop(key, None) is not None:
            self._write(table)

    def _read(self) -> dict[str, msgspec.Raw]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=dict[str, msgspec.Raw])
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            _log.warning("ignoring the %s in %s: %s", self._what, self._file, error)
            return {}

    def _newest(self, table: dict[str, V]) -> dict[str, V]:
        return dict(list(table.items())[-self._most :])

    def _readable(self, table: Mapping[str, msgspec.Raw]) -> dict[str, T]:
        found: dict[str, T] = {}
        for key, raw in table.items():
            try:
                found[key] = self._decoder.decode(raw)
            except (ValueError, RecursionError) as error:  # msgspec's own error is a ValueError
                _log.info("passing over %r of the %s in %s: %s", key, self._what, self._file, error)
        return found

    def _write(self, table: Mapping[str, object]) -> None:
        try:
            write_whole(self._file, msgspec.json.format(msgspec.json.encode(table), indent=1))
        except (OSError, UnicodeEncodeError) as error:  # the name of a file need not be text that JSON can hold
            _log.warning("cannot keep %s in %s: %s", self._what, self._file, error)
