"""What is the same for every program."""

from dataclasses import dataclass
from pathlib import Path

from models.bench.children import Cancel


@dataclass(frozen=True)
class Common:
    """What is the same for every program: the model, the settings it is loaded with, and llama.cpp's libraries."""

    model: Path
    threads: int
    context: int
    libraries: Path | None
    cancel: Cancel
