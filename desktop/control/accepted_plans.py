"""Plans with less that the user accepted where memory had run out, kept for the next start."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.engine import EngineSettings
from models.runtime import MemoryPlan

_MOST_REMEMBERED = 100

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Accepted:
    """A plan, and what it was accepted for: the file as it was then, and the settings that asked for more."""

    mark: str
    plan: MemoryPlan


class AcceptedPlans:
    """Kept in a JSON file, which may be lost or damaged, by the path of the model.

    A plan counts as long as neither the model's file nor the engine's settings change. What only a newer version can
    read stays in the file. Nothing here raises.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def find(self, path: Path, settings: EngineSettings) -> MemoryPlan | None:
        """Return the plan that was accepted for a model with these settings."""
        known = self._read().get(str(path))
        return known.plan if isinstance(known, _Accepted) and known.mark == _mark(path, settings) else None

    def keep(self, path: Path, settings: EngineSettings, plan: MemoryPlan) -> None:
        """Remember a plan."""
        table = self._read()
        table.pop(str(path), None)
        table[str(path)] = _Accepted(_mark(path, settings), plan)
        self._write(dict(list(table.items())[-_MOST_REMEMBERED:]))

    def forget(self, path: Path) -> None:
        """Remember none for a model any more."""
        table = self._read()
        if table.pop(str(path), None) is not None:
            self._write(table)

    def _read(self) -> dict[str, _Accepted | msgspec.Raw]:
        try:
            entries = msgspec.json.decode(self._file.read_bytes(), type=dict[str, msgspec.Raw])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            _log.warning("ignoring the plans in %s: %s", self._file, error)
            return {}
        return {path: _read_entry(entry) for path, entry in entries.items()}

    def _write(self, table: dict[str, _Accepted | msgspec.Raw]) -> None:
        """Write beside the file first and then put it in place, so that a crash leaves the old file or the new one."""
        draft = self._file.with_name(f"{self._file.name}.new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(msgspec.json.encode(table))
            draft.replace(self._file)
        except OSError as error:
            _log.warning("cannot keep plans in %s: %s", self._file, error)


def _read_entry(entry: msgspec.Raw) -> _Accepted | msgspec.Raw:
    try:
        return msgspec.json.decode(entry, type=_Accepted)
    except (ValueError, RecursionError):  # msgspec's own error is a ValueError
        return msgspec.Raw(bytes(entry))


def _mark(path: Path, settings: EngineSettings) -> str:
    """Return what changes with the file and with the settings."""
    try:
        found = path.stat()
        file = f"{found.st_size} {found.st_mtime_ns}"
    except OSError:
        file = "not there"
    asked = msgspec.json.encode(settings)
    return hashlib.blake2b(file.encode() + b"\n" + asked, digest_size=16).hexdigest()
