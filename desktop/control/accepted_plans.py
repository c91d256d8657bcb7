"""Plans with less that the user accepted where memory had run out, kept for the next start."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.engine import EngineSettings
from models.json_table import JsonTable
from models.runtime import MemoryPlan

_MOST_REMEMBERED = 100


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
        self._table = JsonTable(file, msgspec.json.Decoder(_Accepted), what="plans", most=_MOST_REMEMBERED)

    def find(self, path: Path, settings: EngineSettings) -> MemoryPlan | None:
        """Return the plan that was accepted for a model with these settings."""
        known = self._table.read().get(str(path))
        return known.plan if known is not None and known.mark == _mark(path, settings) else None

    def keep(self, path: Path, settings: EngineSettings, plan: MemoryPlan) -> None:
        """Remember a plan."""
        self._table.put({str(path): _Accepted(_mark(path, settings), plan)})

    def forget(self, path: Path) -> None:
        """Remember none for a model any more."""
        self._table.drop(str(path))


def _mark(path: Path, settings: EngineSettings) -> str:
    """Return what changes with the file and with the settings."""
    try:
        found = path.stat()
        file = f"{found.st_size} {found.st_mtime_ns}"
    except OSError:
        file = "not there"
    asked = msgspec.json.encode(settings)
    return hashlib.blake2b(file.encode() + b"\n" + asked, digest_size=16).hexdigest()
