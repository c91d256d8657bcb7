"""Writes the two formats that hold an icon in several sizes: Windows' .ico and Apple's .icns."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PNG_FROM = 256
"""From this size on an .ico holds PNG, which Windows reads since Vista; below it bitmaps, which every program reads."""

_ICNS_TYPES = {
    16: (b"ic04",),
    32: (b"ic05", b"ic11"),
    64: (b"ic12",),
    128: (b"ic07",),
    256: (b"ic08", b"ic13"),
    512: (b"ic09", b"ic14"),
    1024: (b"ic10",),
}
"""Apple's names by size in pixels; two where the same pixels are also the sharp variant of the next smaller size."""

_ARGB_TYPES = (b"ic04", b"ic05")
"""Those that hold packed channels: PNG there is not shown for a program."""

_LONGEST_RUN, _SHORTEST_RUN, _LONGEST_LITERAL = 130, 3, 128


@dataclass(frozen=True)
class Pixels:
    """A square picture of `size` pixels: blue, green, red and alpha a byte each, row after row, and the same as PNG."""

    size: int
    bgra: bytes
    png: bytes


def ico(pictures: Sequence[Pixels]) -> bytes:
    """Return the content of an .ico file (header, one directory entry a picture, the pictures)."""
    bodies = [picture.png if picture.size >= _PNG_FROM else _bitmap(picture) for picture in pictures]
    directory, offset = b"", 6 + 16 * len(pictures)
    for picture, body in zip(pictures, bodies, strict=True):
        side = picture.size % 256  # 0 means 256
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(body), offset)
        offset += len(body)
    return struct.pack("<HHH", 0, 1, len(pictures)) + directory + b"".join(bodies)


def icns(pictures: Sequence[Pixels]) -> bytes:
    """Return the content of an .icns file. The sizes are powers of two from 16 to 1024."""
    entries = b"".join(_icns_entry(name, picture) for picture in pictures for name in _ICNS_TYPES[picture.size])
    return struct.pack(">4sI", b"icns", 8 + len(entries)) + entries


def _bitmap(picture: Pixels) -> bytes:
    """Return a device-independent bitmap, bottom row first, with the mask that a bitmap in an .ico ends with."""
    size = picture.size
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 4 * size * size, 0, 0, 0, 0)
    rows = [picture.bgra[start : start + 4 * size] for start in range(0, 4 * size * size, 4 * size)]
    mask = b"".join(_mask_row(row) for row in reversed(rows))
    return header + b"".join(reversed(rows)) + mask


def _mask_row(row: bytes) -> bytes:
    """Return a bit a pixel, set where it is wholly transparent, padded to four bytes."""
    bits = "".join("1" if alpha == 0 else "0" for alpha in row[3::4])
    padded = bits.ljust((len(bits) + 31) // 32 * 32, "0")
    return int(padded, 2).to_bytes(len(padded) // 8, "big")


def _icns_entry(name: bytes, picture: Pixels) -> bytes:
    if name in _ARGB_TYPES:
        channels = (picture.bgra[index::4] for index in (3, 2, 1, 0))
        body = b"ARGB" + b"".join(_packed(channel) for channel in channels)
    else:
        body = picture.png
    return struct.pack(">4sI", name, 8 + len(body)) + body


def _packed(channel: bytes) -> bytes:
    """Return a channel as Apple packs it: n below 128 and n + 1 bytes; or n + 125 and the byte that comes n times."""
    packed, literal = b"", b""
    for byte, count in _runs(channel):
        if count < _SHORTEST_RUN:
            literal += bytes([byte]) * count
            continue
        packed += _literal(literal) + bytes([count - _SHORTEST_RUN + 128, byte])
        literal = b""
    return packed + _literal(literal)


def _literal(content: bytes) -> bytes:
    parts = (content[start : start + _LONGEST_LITERAL] for start in range(0, len(content), _LONGEST_LITERAL))
    return b"".join(bytes([len(part) - 1]) + part for part in parts)


def _runs(channel: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    for end in range(1, len(channel) + 1):
        if end == len(channel) or channel[end] != channel[start] or end - start == _LONGEST_RUN:
            yield channel[start], end - start
            start = end
