"""What a process holds at a moment, as Linux counts it: memory of its own, threads, open files."""

from dataclasses import dataclass
from pathlib import Path

_KIB = 1024


@dataclass(frozen=True)
class Held:
    """`memory` is anonymous memory in bytes, also where it is swapped out: heap, stacks, llama.cpp's buffers.

    A mapped model file does not count: its pages come and go as the system likes. A leak cannot be there.
    """

    memory: int
    threads: int
    files: int


def held_by(pid: int) -> Held:
    """Return what a process holds. Raises OSError where it has ended, or where there is no /proc."""
    process = Path(f"/proc/{pid}")
    sizes = {
        name: int(value.split()[0])
        for name, _, value in (line.partition(":") for line in _lines(process / "smaps_rollup"))
        if name in {"Anonymous", "Swap"}
    }
    return Held(
        sum(sizes.values()) * _KIB,
        threads=len(list((process / "task").iterdir())),
        files=len(list((process / "fd").iterdir())),
    )


def _lines(path: Path) -> list[str]:
    return path.read_text("ascii").splitlines()
