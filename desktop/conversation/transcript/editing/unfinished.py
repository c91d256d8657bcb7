"""What was typed into a message and neither saved nor given up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unfinished:
    """Another wording of a message, as far as it was typed. It counts only while the message is as it was `before`."""

    before: str
    text: str
