"""Reading a header front to back through a small window, never past the file's end or the limits of a sane header.

The file is read, not mapped: a mapped file that is cut short meanwhile kills the process, a read one raises.
"""

from struct import Struct
from typing import BinaryIO

MAX_HEADER = 256 << 20
"""Bytes. The largest headers in use hold vocabularies of some 300,000 tokens and their merges: about 30 MB."""

MAX_TEXTS = 4_000_000
"""Texts in all arrays together, five times what the largest vocabularies need."""

_WINDOW = 1 << 20
_LENGTH = Struct("<Q")


class CutOffError(Exception):
    """The file ends before what its header promises."""


class BrokenHeaderError(Exception):
    """The header says something that cannot be."""


class ByteReader:
    """A position in a file of `size` bytes that only moves forward; numbers are little-endian.

    Raises CutOffError where the file ends too early, BrokenHeaderError where a limit is passed.
    """

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size
        self._window = b""
        self._start = 0
        self._at = 0
        self._texts_left = MAX_TEXTS

    @property
    def offset(self) -> int:
        """Where the reader stands, in bytes from the start of the file."""
        return self._start + self._at

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        self._need(count)
        self._at += count
        return self._window[self._at - count : self._at]

    def whole(self, size: int) -> int:
        """Read an unsigned whole number of `size` bytes."""
        return int.from_bytes(self.take(size), "little")

    def text(self, limit: int) -> str:
        """Read a text of at most `limit` bytes; bytes that are not UTF-8 become U+FFFD.

        Keeping them as surrogates would only move the failure to where the text is shown, saved or sent.
        """
        length = self.whole(8)
        if length > limit:
            raise BrokenHeaderError(f"a text of {length} bytes where at most {limit} are sensible")
        return self.take(length).decode("utf-8", "replace")

    def skip(self, count: int) -> None:
        """Move on by `count` bytes without reading them."""
        self._check_room(count)
        self._at += count

    def skip_texts(self, count: int) -> None:
        """Move over `count` texts, each 8 bytes of length and that many bytes."""
        self._texts_left -= count
        if self._texts_left < 0:
            raise BrokenHeaderError(f"more than {MAX_TEXTS} texts")
        self._check_room(8 * count)
        left = count
        while left:
            self._need(8)
            left -= self._skip_texts_in_window(left)

    def _skip_texts_in_window(self, count: int) -> int:
        """Move over those of the next `count` texts that begin in the window; return how many they were.

        The hot loop of this package: 300,000 turns for a common vocabulary and its merges.
        """
        window, at, done = self._window, self._at, count
        last = len(window) - 8
        length_at = _LENGTH.unpack_from
        for turn in range(count):
            if at > last:
                done = turn
                break
            (length,) = length_at(window, at)
            at += 8 + length
        self.skip(at - self._at)
        return done

    def _need(self, count: int) -> None:
        """Make the next `count` bytes available in the window."""
        if self._at + count <= len(self._window):
            return
        self._check_room(count)
        self._start, self._at = self.offset, 0
        self._stream.seek(self._start)
        self._window = self._stream.read(max(count, _WINDOW))
        if len(self._window) < count:
            raise CutOffError("the file was cut short while it was read")

    def _check_room(self, count: int) -> None:
        end = self.offset + count
        if end > MAX_HEADER:
            raise BrokenHeaderError(f"the header goes on beyond {MAX_HEADER} bytes")
        if end > self._size:
            raise CutOffError(f"the header goes on beyond the {self._size} bytes of the file")
