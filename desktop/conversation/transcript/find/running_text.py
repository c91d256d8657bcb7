"""Text that is laid out in pieces is looked through as what it is: one text."""

from typing import NamedTuple

from models.markdown import Block, plain_text, seam


class Stretch(NamedTuple):
    """The characters from `start` of a block to `end` of the same one, or of the one `over` further."""

    block: int
    start: int
    end: int
    over: int


class RunningText:
    """The plain text of the block that was put last and, where that goes on in a text, the end of what is before it.

    That is `reach` characters: as much as what is looked for can have there.
    """

    def __init__(self, reach: int) -> None:
        self.text = ""
        self._reach = reach
        self._begins: list[int] = []  # of each block in the text: negative where its beginning is left out
        self._first = 0  # of these blocks
        self._passed = 0
        self._last: Block | None = None

    def put(self, number: int, block: Block) -> None:
        """Go on with a block, the next one."""
        between = None if self._last is None else seam(self._last, block)
        self._last = block
        if between is None:
            self.text, self._begins, self._first = plain_text(block), [0], number
        else:
            self._leave(max(self._passed, len(self.text) - self._reach))
            self._begins.append(len(self.text) + len(between))
            self.text += between + plain_text(block)
        self._passed = 0

    def pass_by(self, end: int) -> None:
        """Leave out what is before `end` when the text goes on: what is found later begins behind it."""
        self._passed = end

    def stretch(self, start: int, end: int) -> Stretch:
        """Return where in the blocks the characters from `start` to `end` of the text are."""
        first, last = self._number_at(start), self._number_at(end - 1)
        return Stretch(self._first + first, start - self._begins[first], end - self._begins[last], last - first)

    def _number_at(self, at: int) -> int:
        return next(number for number in range(len(self._begins) - 1, -1, -1) if self._begins[number] <= at)

    def _leave(self, length: int) -> None:
        """Leave out the beginning of the text, and the blocks that are left out with it."""
        gone = sum(begin <= length for begin in self._begins[1:])
        self._begins = [begin - length for begin in self._begins[gone:]]
        self._first += gone
        self.text = self.text[length:]
