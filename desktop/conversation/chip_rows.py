"""Which chips of the mode bar stand in which row, and how much of each is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from desktop.conversation.mode_chip import Density, ModeChip


@dataclass(frozen=True)
class ChipRows:
    """Chips in rows, from left to right and from the top."""

    density: Density
    rows: tuple[tuple[ModeChip, ...], ...]

    def beside(self, chip: ModeChip, step: int) -> ModeChip:
        """Return the chip nearest to this one, `step` rows below it; the same one where there is no such row."""
        here = next(number for number, row in enumerate(self.rows) if chip in row)
        if not 0 <= here + step < len(self.rows):
            return chip
        middle = chip.geometry().center().x()
        return min(self.rows[here + step], key=lambda other: abs(other.geometry().center().x() - middle))


def in_rows(chips: Sequence[ModeChip], room: int) -> ChipRows:
    """Return the chips in as few rows as `room` allows, about equally long ones, and with as much of each as fits.

    It is the same whichever chip is chosen: a click moves no chip into another row.
    """
    for number in count(1):
        for density in Density:
            rows = _broken(chips, density, room)
            if len(rows) <= number or len(rows) == len(chips):
                return ChipRows(density, tuple(map(tuple, _balanced(chips, density, room, rows))))
    raise AssertionError  # there is no end to the numbers


def _balanced(
    chips: Sequence[ModeChip], density: Density, room: int, rows: list[list[ModeChip]]
) -> list[list[ModeChip]]:
    """Return as many rows with the least room for which there are no more of them: no chip is left over for the last.

    `rows` are those that use all the room.
    """
    low, high = 0, room
    while low + 1 < high:
        middle = (low + high) // 2
        tried = _broken(chips, density, middle)
        if len(tried) <= len(rows):
            rows, high = tried, middle
        else:
            low = middle
    return rows


def _broken(chips: Sequence[ModeChip], density: Density, room: int) -> list[list[ModeChip]]:
    """Return rows that each hold as many chips as fit, whichever of them is chosen."""
    rows: list[list[ModeChip]] = []
    width = most_growth = 0
    for chip in chips:
        own, growth = chip.room_at(density)
        grows = max(most_growth, growth)
        if rows and width + density.gap + own + grows <= room:
            rows[-1].append(chip)
            width, most_growth = width + density.gap + own, grows
        else:
            rows.append([chip])
            width, most_growth = own, growth
    return rows
