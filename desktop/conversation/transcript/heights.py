"""Heights of many things stacked on top of one another, found and changed in logarithmic time."""

from collections.abc import Iterable


class Heights:
    """A list of heights that knows where each begins: a binary indexed tree (P. M. Fenwick, 1994)."""

    def __init__(self, heights: Iterable[float] = ()) -> None:
        self._heights: list[float] = list(heights)
        sums = [0.0, *self._heights]
        for node, height in enumerate(sums):
            parent = node + (node & -node)
            if node and parent < len(sums):
                sums[parent] += height
        self._sums = sums  # [i]: of the `i & -i` heights that end with number i, counted from 1

    def __len__(self) -> int:
        return len(self._heights)

    def append(self, height: float) -> None:
        """Add a height at the end."""
        node = len(self._heights) + 1
        total, child = height, node - 1
        while child > node - (node & -node):
            total += self._sums[child]
            child -= child & -child
        self._heights.append(height)
        self._sums.append(total)

    def truncate(self, length: int) -> None:
        """Keep only the first `length` heights."""
        del self._heights[length:]
        del self._sums[length + 1 :]

    def set(self, index: int, height: float) -> None:
        """Change one height."""
        change = height - self._heights[index]
        if change == 0.0:
            return
        self._heights[index] = height
        node = index + 1
        while node < len(self._sums):
            self._sums[node] += change
            node += node & -node

    def top(self, index: int) -> float:
        """Return the sum of the heights before `index`, which may be the length."""
        total = 0.0
        while index > 0:
            total += self._sums[index]
            index -= index & -index
        return total

    @property
    def total(self) -> float:
        """The sum of all heights."""
        return self.top(len(self._heights))

    def at(self, y: float) -> int:
        """Return the index of the height that covers `y`: the nearest one where y is above or below all.

        Raises IndexError where there are none.
        """
        if not self._heights:
            raise IndexError("there is nothing to find")
        index, step = 0, 1 << (len(self._heights).bit_length() - 1)
        while step:
            following = index + step
            if following <= len(self._heights) and self._sums[following] <= y:
                index = following
                y -= self._sums[following]
            step >>= 1
        return min(index, len(self._heights) - 1)
