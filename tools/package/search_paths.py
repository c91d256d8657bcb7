"""Where ELF files look for libraries: folders of the machine that built them are none of the user's.

A folder that does not exist on the user's machine can be made there by somebody else, whose library would be loaded.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

_MAGIC = b"\x7fELF\x02\x01"  # 64 bits, little-endian
_LOAD, _DYNAMIC = 1, 2
_END, _STRINGS, _RPATH, _RUNPATH = 0, 5, 15, 29
_ENTRY = struct.Struct("<qQ")
_SEGMENT = struct.Struct("<IIQQQQQQ")
_OWN = "$ORIGIN"


def is_elf(path: Path) -> bool:
    """Say whether a file is a program or a library of Linux."""
    with path.open("rb") as file:
        return file.read(4) == _MAGIC[:4]


def search_paths(path: Path) -> tuple[str, ...]:
    """Return the folders in which an ELF file looks first; none for another file, or of another width."""
    content = bytearray(path.read_bytes())
    return tuple(part for entry in _entries(content) for part in _text(content, entry).split(":"))


def keep_own(path: Path) -> bool:
    """Take every folder that is not relative to the file itself out of an ELF file; return whether there was one."""
    content = bytearray(path.read_bytes())
    before = bytes(content)
    for entry in reversed(list(_entries(content))):  # from behind: what is taken out moves what follows
        text = _text(content, entry)
        own = ":".join(part for part in text.split(":") if part.startswith(_OWN))
        if own == text:
            continue
        if own:
            start = _string_at(content, entry)
            content[start : start + len(text)] = own.encode().ljust(len(text), b"\0")
        else:
            _take_out(content, entry)
    if content != before:
        path.write_bytes(content)
    return content != before


def _entries(content: bytearray) -> Iterator[int]:
    """Yield where in the file each entry stands that names folders."""
    for position, tag, _ in _dynamic(content):
        if tag in {_RPATH, _RUNPATH}:
            yield position


def _text(content: bytearray, entry: int) -> str:
    start = _string_at(content, entry)
    return content[start : content.index(0, start)].decode()


def _string_at(content: bytearray, entry: int) -> int:
    table = next(value for _, tag, value in _dynamic(content) if tag == _STRINGS)
    offset: int = _ENTRY.unpack_from(content, entry)[1]
    return _offset(content, table) + offset


def _take_out(content: bytearray, entry: int) -> None:
    """Move the entries behind `entry` forward by one."""
    positions = [position for position, _, _ in _dynamic(content)]
    last = positions[-1] + _ENTRY.size  # the entry that ends the table
    content[entry:last] = content[entry + _ENTRY.size : last + _ENTRY.size]


def _dynamic(content: bytearray) -> Iterator[tuple[int, int, int]]:
    """Yield position, tag and value of each entry of the dynamic section, without the one that ends it."""
    for kind, offset, _, size in _segments(content):
        if kind != _DYNAMIC:
            continue
        for position in range(offset, offset + size, _ENTRY.size):
            tag, value = _ENTRY.unpack_from(content, position)
            if tag == _END:
                return
            yield position, tag, value


def _offset(content: bytearray, address: int) -> int:
    for kind, offset, start, size in _segments(content):
        if kind == _LOAD and start <= address < start + size:
            return offset + address - start
    raise ValueError(f"no segment holds the address {address:#x}")


def _segments(content: bytearray) -> Iterator[tuple[int, int, int, int]]:
    """Yield kind, place in the file, address and size of each segment."""
    if content[: len(_MAGIC)] != _MAGIC:
        return
    (table,) = struct.unpack_from("<Q", content, 32)
    width, count = struct.unpack_from("<HH", content, 54)
    for number in range(count):
        kind, _, offset, address, _, size, _, _ = _SEGMENT.unpack_from(content, table + number * width)
        yield kind, offset, address, size
