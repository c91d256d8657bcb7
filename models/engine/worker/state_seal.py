"""The seal at the end of a state file: what the state belongs to, and proof that no byte of the file has changed.

A file is llama.cpp's own state file, then the tokens and batch sizes (32 bits each), then the fixed fields of `_FIELDS`
and a digest of all that follows llama.cpp's part. The seal stands at the end because llama.cpp writes its part without
holding it in memory; a file that was never finished therefore has no seal.
"""

import hashlib
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

_MAGIC = b"TmprKept"
_VERSION = 1
_FIELDS = struct.Struct("<8sIIIQ16s16s")  # magic, version, tokens, batch sizes, bytes, key, checksum of those bytes
_DIGEST_BYTES = 16
_END_BYTES = _FIELDS.size + _DIGEST_BYTES
_PIECE = 1 << 20


class NotUsable(Exception):  # noqa: N818  # no error: such a file is not used
    """A state file that is damaged, foreign or stale; the message says which."""


@dataclass(frozen=True)
class StateKey:
    """What a state depends on besides its tokens: with any other value it would be another state, or none at all."""

    model: str
    """The model file's fingerprint."""
    build: str
    """The version of llama-cpp-python, the runtime and the device."""
    context: str
    """Every setting of the context that changes its memory or its arithmetic, as one canonical text."""

    def digest(self) -> bytes:
        """Return 16 bytes that stand for this key."""
        text = repr((self.model, self.build, self.context))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()


@dataclass(frozen=True)
class Seal:
    """What a seal says: the tokens of the state, the batch sizes that made it, and the extent of llama.cpp's part."""

    tokens: list[int]
    evaluation: list[int]
    state_bytes: int
    checksum: bytes


def seal_bytes(tokens: int, sizes: int) -> int:
    """Return how many bytes a seal with so many tokens and batch sizes has."""
    return 4 * (tokens + sizes) + _END_BYTES


def write_seal(path: Path, key: StateKey, tokens: Sequence[int], evaluation: Sequence[int]) -> None:
    """Seal the file that llama.cpp has written. Raises OSError where it cannot be read or written."""
    with path.open("rb", buffering=0) as file:
        length = path.stat().st_size
        checksum = _checksum(file, length)
    numbers = struct.pack(f"<{len(tokens) + len(evaluation)}i", *tokens, *evaluation)
    fields = _FIELDS.pack(_MAGIC, _VERSION, len(tokens), len(evaluation), length, key.digest(), checksum)
    with path.open("ab") as file:
        file.write(numbers + fields + _digest(numbers + fields))


def read_seal(file: FileIO, key: StateKey) -> Seal:
    """Return what the seal of a state file says, itself checked. Raises NotUsable, and OSError as reading does."""
    size = file.seek(0, 2)
    if size < _END_BYTES:
        raise NotUsable("too short")
    file.seek(-_END_BYTES, 2)
    end = _read(file, _END_BYTES)
    magic, version, tokens, sizes, length, owner, checksum = _FIELDS.unpack_from(end)
    if magic != _MAGIC or version != _VERSION:
        raise NotUsable("no seal of this version")
    if size != length + seal_bytes(tokens, sizes):
        raise NotUsable("another length than sealed")
    file.seek(length)
    numbers = _read(file, 4 * (tokens + sizes))
    if _digest(numbers + end[: _FIELDS.size]) != end[_FIELDS.size :]:
        raise NotUsable("damaged seal")
    if owner != key.digest():
        raise NotUsable("of another model, build or context")
    values = list(struct.unpack(f"<{tokens + sizes}i", numbers))
    return Seal(values[:tokens], values[tokens:], length, checksum)


def check_state(file: FileIO, seal: Seal) -> None:
    """Check llama.cpp's part of a state file. Raises NotUsable where it is not what was sealed, OSError as reading."""
    file.seek(0)
    if _checksum(file, seal.state_bytes) != seal.checksum:
        raise NotUsable("damaged state")


@contextmanager
def opened_state(path: Path) -> Iterator[FileIO]:
    """Open a state file. Raises NotUsable for a link, a folder or a device, OSError where it cannot be opened."""
    if not stat.S_ISREG(path.lstat().st_mode):  # opening a named pipe would wait for a writer for ever
        raise NotUsable("not a file")
    with path.open("rb", buffering=0) as file:
        yield file


def _checksum(file: FileIO, length: int) -> bytes:
    """Return a digest of the CRC-32s of the next `length` bytes, 1 MiB each.

    Several times as fast as a digest of all the bytes, and one or two wrong bits in a piece, or a run of 32, cannot go
    unnoticed. It finds the faults of disks, memory and crashes, not forgeries: the user alone may write these files.
    """
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    buffer = memoryview(bytearray(_PIECE))
    left = length
    while left:
        count = file.readinto(buffer[: min(left, _PIECE)])
        if not count:
            raise NotUsable("shorter than sealed")
        digest.update(zlib.crc32(buffer[:count]).to_bytes(4, "little"))
        left -= count
    return digest.digest()


def _read(file: FileIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise NotUsable("shorter than sealed")
    return data


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest()
