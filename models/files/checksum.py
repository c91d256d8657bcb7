"""The SHA-256 of a whole file: it takes seconds, can be cancelled, and is remembered."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Annotated, Final

import msgspec

from models.files.fingerprints import fingerprint
from models.files.opening import opened
from models.json_table import JsonTable

_CHUNK = 1 << 20
_MOST_REMEMBERED = 1000
_WAIT_SECONDS = 0.05
_SHA256: Final[msgspec.json.Decoder[str]] = msgspec.json.Decoder(
    Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
)


def sha256(path: Path, *, cancelled: Callable[[], bool], progress: Callable[[int], None] | None = None) -> str | None:
    """Return the SHA-256 of a file in hexadecimal digits, None where `cancelled` said so meanwhile.

    `cancelled` is asked once a MiB, and `progress` told how many bytes are done. Raises UserError where the file cannot
    be read.
    """
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(_CHUNK))
    done = 0
    with opened(path) as file:
        while not cancelled():
            count = file.stream.readinto(buffer)
            if not count:
                return digest.hexdigest()
            digest.update(buffer[:count])
            done += count
            if progress is not None:
                progress(done)
    return None


class ChecksumCache:
    """Checksums that were computed before, kept in a JSON file: fingerprint -> SHA-256. For use from any thread.

    The file need not exist yet; one that is damaged is ignored, and written anew with the next checksum.
    """

    def __init__(self, path: Path) -> None:
        self._table = JsonTable(path, _SHA256, what="checksums", most=_MOST_REMEMBERED)
        self._access = Lock()
        self._computing = Lock()
        self._known = self._table.read()

    def known(self, path: Path) -> str | None:
        """Return the checksum of a file if it was computed before, at once. Raises UserError as `fingerprint` does."""
        key = fingerprint(path)
        with self._access:
            return self._known.get(key)

    def remember(self, path: Path, checksum: str) -> None:
        """Keep a checksum that was computed elsewhere just now. Raises UserError as `fingerprint` does."""
        self._remember(fingerprint(path), checksum)

    def compute(self, path: Path, *, cancelled: Callable[[], bool]) -> str | None:
        """Return the checksum of a file, computing it where it is not known; None where `cancelled` said so.

        One file is read at a time: two at once would be slower, and the second caller may want the same file.
        Raises UserError where the file cannot be read.
        """
        remembered = self.known(path)
        if remembered is not None:
            return remembered
        while not self._computing.acquire(timeout=_WAIT_SECONDS):
            if cancelled():
                return None
        try:
            return self.known(path) or self._compute(path, cancelled)
        finally:
            self._computing.release()

    def _compute(self, path: Path, cancelled: Callable[[], bool]) -> str | None:
        key = fingerprint(path)
        checksum = sha256(path, cancelled=cancelled)
        if checksum is not None and fingerprint(path) == key:  # else it was written to meanwhile
            self._remember(key, checksum)
        return checksum

    def _remember(self, key: str, checksum: str) -> None:
        with self._access:
            self._known = self._table.put(self._known | {key: checksum})
