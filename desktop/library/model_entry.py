"""What the model picker shows about one model file."""

from dataclasses import dataclass
from pathlib import Path

from models.catalog import Role
from models.errors import Text


@dataclass(frozen=True)
class ModelEntry:
    """A model file on this machine. `name` is the file's name until its header was read.

    `role` is its part in the program, `bundled` says that it came with it.
    `problem` is the sentence that says why the file cannot be used. Sizes are in bytes, contexts in tokens; None where
    the file does not say, or was not read yet.
    """

    path: Path
    name: str
    role: Role | None = None
    bundled: bool = False
    quantization: str = ""
    size_bytes: int | None = None
    context: int | None = None
    problem: Text | None = None

    @property
    def read(self) -> bool:
        """Whether the header was read, with or without success."""
        return self.size_bytes is not None or self.problem is not None
