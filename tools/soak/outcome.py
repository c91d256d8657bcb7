"""What a part of the soak found: its figures, and its faults."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of a result."""

    label: str
    value: str


@dataclass(frozen=True)
class Outcome:
    """A part of the soak: what it was, what was counted or measured, and every fault in a sentence."""

    title: str
    figures: tuple[Figure, ...]
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults
