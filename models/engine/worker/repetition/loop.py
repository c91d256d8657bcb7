"""What the loop guard finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Loop:
    """Degenerate repetition.

    `start` is the index, among the tokens fed so far, of the first token of the second round of the cycle: one round
    of it is what the model wanted to say. `period` is the number of tokens in a round, approximately where rounds vary.
    """

    start: int
    period: int
