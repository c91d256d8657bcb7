"""What is remembered of each model file: where it came from and its checksum, a small JSON file each.

A file each, so that two programs that take in models at the same time never overwrite each other's notes.
"""

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LARGEST = 1 << 16


@dataclass(frozen=True)
class FileRecord:
    """One model file as it was when it was taken in. `sha256` is None where nobody computed it yet.

    `source` says where it came from, such as "huggingface:owner/repository@revision", "import" or "quantize".
    """

    path: Path
    bytes: int
    sha256: str | None
    source: str


class FileRecords:
    """The records of a models folder. Files elsewhere that have one are its references: used where they lie.

    What cannot be read counts as not there, and what is no record is ignored.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._records = self._folder / "records"

    def find(self, path: Path) -> FileRecord | None:
        """Return what is remembered of the file at `path`, None where there is nothing."""
        record = self._read(self._file(path.absolute()))
        return record if record is not None and record.path == path.absolute() else None

    def keep(self, record: FileRecord) -> None:
        """Remember a file, in place of what was remembered of it before. Raises OSError where that is impossible."""
        path = record.path.absolute()
        file = self._file(path)
        content = {
            "path": str(self._name(path)),
            "bytes": record.bytes,
            "sha256": record.sha256,
            "source": record.source,
        }
        self._records.mkdir(parents=True, exist_ok=True)
        written = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        try:
            written.write_text(json.dumps(content, indent=1), "utf-8")
            written.replace(file)
        finally:
            written.unlink(missing_ok=True)

    def forget(self, path: Path) -> None:
        """Forget a file. Raises OSError where that is impossible."""
        self._file(path.absolute()).unlink(missing_ok=True)

    def references(self) -> tuple[FileRecord, ...]:
        """Return the files outside the folder, by name."""
        found = (record for record in self._all() if record.path.parent != self._folder)
        return tuple(sorted(found, key=lambda record: (record.path.name.lower(), str(record.path))))

    def _all(self) -> Iterator[FileRecord]:
        try:
            files = sorted(self._records.glob("*.json"))
        except OSError as error:
            _log.warning("cannot look into %s: %s", self._records, error)
            return
        for file in files:
            record = self._read(file)
            if record is not None:
                yield record

    def _read(self, file: Path) -> FileRecord | None:
        try:
            with file.open("rb") as stream:
                content = json.loads(stream.read(_LARGEST))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, RecursionError) as error:
            _log.warning("ignoring the record %s: %s", file, error)
            return None
        record = self._checked(content)
        if record is None:
            _log.warning("ignoring the record %s: it is none", file)
        return record

    def _checked(self, content: object) -> FileRecord | None:
        match content:
            case {"path": str(path), "bytes": int(count), "sha256": str() | None as sha256, "source": str(source)}:
                sound = path and count >= 0 and (sha256 is None or _SHA256.fullmatch(sha256))
                return FileRecord(self._folder / path, count, sha256, source) if sound else None
            case _:
                return None

    def _file(self, path: Path) -> Path:
        key = hashlib.blake2b(os.fsencode(self._name(path)), digest_size=16).hexdigest()
        return self._records / f"{key}.json"

    def _name(self, path: Path) -> Path:
        # Relative where it can be: the data folder may move.
        return Path(path.name) if path.parent == self._folder else path
