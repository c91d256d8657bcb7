"""Where things stand in a real GGUF header, and the same header without its long lists.

Shares nothing with the reader that is tested by it.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

_TEXT, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_ALIGNMENT = 32
_KEPT_ITEMS = 16


@dataclass(frozen=True)
class WalkedHeader:
    """The bytes of a header and the size of its whole file.

    `spots` are the places of all counts, lengths, types, dimensions and offsets; `entries` where each metadata value
    begins and ends, with its name.
    """

    content: bytes
    file_size: int
    spots: tuple[int, ...]
    entries: tuple[tuple[int, int], ...]


def walk(content: bytes, file_size: int) -> WalkedHeader:
    """Find everything in a sound header that `content` begins with."""
    walker = _Walker(content)
    entries = tuple(walker.entry() for _ in range(walker.values))
    for _ in range(walker.tensors):
        walker.tensor()
    return WalkedHeader(content[: walker.at], file_size, tuple(walker.spots), entries)


def walk_file(path: Path) -> WalkedHeader:
    """Read a sound file and find everything in its header."""
    return walk(path.read_bytes(), path.stat().st_size)


def shortened(header: WalkedHeader) -> WalkedHeader:
    """Return the header with at most a few items in each list, in a file with as much data behind it."""
    first, last = header.entries[0][0], header.entries[-1][1]
    entries = b"".join(_shortened_entry(header.content[start:end]) for start, end in header.entries)
    content = header.content[:first] + entries + header.content[last:]
    data = header.file_size - _aligned(len(header.content))
    return walk(content, _aligned(len(content)) + data)


def _shortened_entry(entry: bytes) -> bytes:
    walker = _Walker(entry, at=0)
    walker.text()
    if walker.number(4) != _ARRAY:
        return entry
    kind, count_at = walker.number(4), walker.at
    count = min(walker.number(8), _KEPT_ITEMS)
    for _ in range(count):
        walker.value(kind)
    return entry[:count_at] + struct.pack("<Q", count) + entry[count_at + 8 : walker.at]


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


class _Walker:
    """Goes through a header and notes where each number stands."""

    def __init__(self, content: bytes, *, at: int = 4) -> None:
        self._content = content
        self.at = at
        self.spots: list[int] = []
        self.tensors = self.values = 0
        if at:
            self.number(4)
            self.tensors, self.values = self.number(8), self.number(8)

    def number(self, size: int) -> int:
        self.spots.append(self.at)
        self.at += size
        return int.from_bytes(self._content[self.at - size : self.at], "little")

    def text(self) -> None:
        length = self.number(8)
        self.at += length

    def entry(self) -> tuple[int, int]:
        start = self.at
        self.text()
        self.value(self.number(4))
        return start, self.at

    def value(self, kind: int) -> None:
        if kind == _TEXT:
            self.text()
        elif kind == _ARRAY:
            inner, count = self.number(4), self.number(8)
            for _ in range(count):
                self.value(inner)
        else:
            self.at += _SIZES[kind]

    def tensor(self) -> None:
        self.text()
        for _ in range(self.number(4)):
            self.number(8)
        self.number(4)
        self.number(8)
