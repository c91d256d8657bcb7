"""What a trial is to do, told from the process with a network to the one without."""

import json
from dataclasses import asdict, dataclass
from typing import Self

PARTS = ("installed", "places", "processors", "figures")
"""The parts of a trial, in order; the package is installed before any of them."""


@dataclass(frozen=True)
class Task:
    """The package, the layers of the machine, where the report goes, how often figures are taken, and which parts."""

    deb: str
    layers: tuple[str, ...]
    folder: str
    runs: int
    parts: tuple[str, ...]

    def written(self) -> str:
        """Return it as one argument of a command."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the task that `written` wrote."""
        fields = json.loads(text)
        return cls(**{**fields, "layers": tuple(fields["layers"]), "parts": tuple(fields["parts"])})
