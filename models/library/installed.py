"""A model on this machine, as lists of models show it."""

from dataclasses import dataclass
from pathlib import Path

from models.errors import Text


@dataclass(frozen=True)
class InstalledModel:
    """One model: its first file, and what is known of it.

    `bytes` counts all parts. `in_place` models lie outside the models folder and are only referred to. `problem` says
    why it cannot be used; the other fields are empty then.
    """

    path: Path
    id: str
    name: str
    quantization: str = ""
    bytes: int = 0
    context: int | None = None
    starter: bool = False
    in_place: bool = False
    problem: Text | None = None
