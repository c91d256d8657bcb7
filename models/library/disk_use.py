"""How much of the disk the models take, and how much is left."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from models.library.installed import InstalledModel


@dataclass(frozen=True)
class DiskUse:
    """Bytes. `free` and `total` are those of the disk that the models folder is on; None where it does not say.

    `models` lie in the models folder, `bundled` came with the program, `in_place` lie elsewhere; `unfinished` are
    partial downloads and copies.
    """

    models: int
    bundled: int
    in_place: int
    unfinished: int
    free: int | None
    total: int | None


def disk_use(folder: Path, models: Iterable[InstalledModel]) -> DiskUse:
    """Sum what `models`, as `installed_models` lists them, and the unfinished files of the models folder take."""
    every = tuple(models)
    free, total = disk_space(folder)
    return DiskUse(
        models=sum(model.bytes for model in every if not model.in_place and not model.bundled),
        bundled=sum(model.bytes for model in every if model.bundled),
        in_place=sum(model.bytes for model in every if model.in_place),
        unfinished=_unfinished(folder),
        free=free,
        total=total,
    )


def disk_space(folder: Path) -> tuple[int, int] | tuple[None, None]:
    """Return the free and all bytes of the disk that `folder` is on, or will be on; None where it does not say."""
    for place in (folder, *folder.parents):
        try:
            usage = shutil.disk_usage(place)
        except FileNotFoundError:
            continue
        except OSError:
            break
        return usage.free, usage.total
    return None, None


def _unfinished(folder: Path) -> int:
    total = 0
    try:
        for path in folder.glob("*.part"):
            total += path.lstat().st_size
    except OSError:  # one was finished meanwhile, or the folder is gone
        return total
    return total
