"""The batch sizes that made what a context holds: computed again in the same way, it is the same bit for bit."""

import hashlib
import struct
from collections.abc import Sequence

from models.record import Batch


class BatchLog:
    """Batches in order, those of the same sizes in a row as one `Batch`; what was cut off at the end stays counted.

    A token's numbers depend on how many others were computed with it, also on those that were removed later.
    """

    def __init__(self) -> None:
        self._runs: list[Batch] = []
        self._ones = 0
        """Single tokens at the end that are not in `_runs` yet: an answer is made of them."""

    @classmethod
    def of(cls, batches: Sequence[Batch]) -> "BatchLog":
        """Return a log of these batches."""
        log = cls()
        log._runs = list(batches)
        return log

    @classmethod
    def of_numbers(cls, numbers: Sequence[int]) -> "BatchLog":
        """Return the log that `numbers` were made of; an empty one where they are no such numbers."""
        threes = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=False)
        batches = [Batch(size, kept, times) for size, kept, times in threes]
        sound = len(numbers) % 3 == 0 and all(0 < one.kept <= one.size and one.times > 0 for one in batches)
        return cls.of(batches if sound else ())

    @property
    def tokens(self) -> int:
        """How many tokens the batches left in the context."""
        return sum(run.kept * run.times for run in self._runs) + self._ones

    def add(self, size: int) -> None:
        """Note a batch of `size` tokens."""
        if size == 1:
            self._ones += 1
        else:
            self._settle()
            self._put(Batch(size, size, 1))

    def cut(self, tokens: int) -> None:
        """Note that only the first `tokens` tokens stay."""
        self._settle()
        over = self.tokens - tokens
        while over > 0:
            run = self._runs.pop()
            if over >= run.kept * run.times:
                over -= run.kept * run.times
                continue
            whole, part = divmod(over, run.kept)
            times = run.times - whole - (part > 0)
            if times:
                self._put(Batch(run.size, run.kept, times))
            if part:
                self._put(Batch(run.size, run.kept - part, 1))
            over = 0

    def batches(self) -> tuple[Batch, ...]:
        """Return the batches so far."""
        self._settle()
        return tuple(self._runs)

    def numbers(self) -> list[int]:
        """Return the batches as whole numbers, three for each `Batch`."""
        return [number for run in self.batches() for number in (run.size, run.kept, run.times)]

    def _settle(self) -> None:
        if self._ones:
            self._put(Batch(1, 1, self._ones))
            self._ones = 0

    def _put(self, batch: Batch) -> None:
        last = self._runs[-1] if self._runs else None
        if last is not None and (last.size, last.kept) == (batch.size, batch.kept):
            self._runs[-1] = Batch(last.size, last.kept, last.times + batch.times)
        else:
            self._runs.append(batch)


def prompt_digest(tokens: Sequence[int]) -> str:
    """Return the SHA-256 of tokens, as `Evaluation.prompt` has it."""
    return hashlib.sha256(struct.pack(f"<{len(tokens)}i", *tokens)).hexdigest()
