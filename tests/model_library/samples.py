"""Models to take in, check and remove: small, sound, in one file or in three."""

from pathlib import Path

from models.library import OnProgress
from tests.support.gguf_bytes import SOUND, GgufFile, TensorEntry, sound_with, text, u16

PARTS = 3


def never() -> bool:
    """Cancel nothing."""
    return False


def unheard(_done: int, _total: int) -> None:
    """Listen to no progress."""


def write_model(path: Path, *, name: str = "A small model", size: int = 128) -> Path:
    """Write a sound model in one file, with `size` bytes of weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = (TensorEntry("weight", (32, size // 128), 0, size),)
    path.write_bytes(GgufFile(sound_with(general__name=text(name)), tensors).to_bytes())
    return path


def part_name(number: int, stem: str = "千问 model-q4_k_m") -> str:
    """Return the name of a part, counted from 1."""
    return f"{stem}-{number:05d}-of-{PARTS:05d}.gguf"


def write_parts(folder: Path) -> Path:
    """Write a sound model in three files and return the first."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, PARTS + 1):
        values = {**(SOUND if number == 1 else {}), "split.no": u16(number - 1), "split.count": u16(PARTS)}
        tensors = (TensorEntry(f"blk.{number}.weight", (32, number), 0, 128 * number),)
        (folder / part_name(number)).write_bytes(GgufFile(values, tensors).to_bytes())
    return folder / part_name(1)


class After:
    """Cancels when it was asked so many times."""

    def __init__(self, times: int) -> None:
        self._left = times

    def __call__(self) -> bool:
        self._left -= 1
        return self._left < 0


def heard() -> tuple[list[tuple[int, int]], OnProgress]:
    """Return a list, and a listener that writes the progress into it."""
    told: list[tuple[int, int]] = []

    def listen(done: int, total: int) -> None:
        told.append((done, total))

    return told, listen


def names(folder: Path) -> set[str]:
    """Return the names of the files in a folder, but for the notes that Tempera keeps beside models."""
    return {path.name for path in folder.iterdir() if path.name not in {"records", "checksums.json"}}
