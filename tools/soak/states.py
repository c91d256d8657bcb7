"""The folder of kept states after a kill: every file in it is whole, or nobody would take it for one."""

import stat
from collections.abc import Iterator
from pathlib import Path

from models.engine import Loaded
from models.engine.worker.residence import state_key
from models.engine.worker.state_seal import NotUsable, check_state, opened_state, read_seal


def unfinished(folder: Path) -> tuple[Path, ...]:
    """Return the files that a process has begun to write; the next one to start removes them."""
    return tuple(folder.glob("*.tmp"))


def kept(folder: Path) -> tuple[Path, ...]:
    """Return the files that stand for states."""
    return tuple(folder.glob("*.state"))


def broken(folder: Path, loaded: Loaded) -> Iterator[str]:
    """Say which files bear a state's name and are not sealed to the last byte, or can be read by others."""
    key = state_key(loaded.model, loaded.engine)
    for path in kept(folder):
        try:
            with opened_state(path) as file:
                check_state(file, read_seal(file, key))
        except NotUsable as reason:
            yield f"{path.name}: {reason}"
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path.name} can be read by others"
