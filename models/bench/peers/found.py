"""Which programs of llama.cpp lie in a folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from models.errors import user_error


@dataclass(frozen=True)
class PeerPrograms:
    """The programs in a folder; None for one that is not there."""

    bench: Path | None
    server: Path | None


def peer_programs(folder: Path | None) -> PeerPrograms:
    """Return the programs that lie in a folder. Raises UserError where it has neither of them."""
    if folder is None:
        return PeerPrograms(None, None)
    if not folder.is_dir():
        raise user_error("bench.no_folder", folder=str(folder))
    found = PeerPrograms(_program(folder, "llama-bench"), _program(folder, "llama-server"))
    if found.bench is None and found.server is None:
        raise user_error("bench.no_peers", folder=str(folder))
    return found


def _program(folder: Path, name: str) -> Path | None:
    found = shutil.which(name, path=str(folder.resolve()))
    return Path(found) if found else None
