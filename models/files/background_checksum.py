"""The checksum of a large file, computed beside other work and given up when that work is over."""

import logging
import threading
from pathlib import Path

from models.errors import UserError
from models.files.checksum import ChecksumCache

_log = logging.getLogger(__name__)


class BackgroundChecksum:
    """Computes one checksum at a time in a thread of its own; what is complete lies in the cache."""

    def __init__(self, checksums: ChecksumCache) -> None:
        self._checksums = checksums
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, path: Path) -> None:
        """Begin with a file, in place of the one before."""
        self.stop()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._compute, args=(path, self._over), name="checksum", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give up, and wait until the thread is gone."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _compute(self, path: Path, over: threading.Event) -> None:
        try:
            self._checksums.compute(path, cancelled=over.is_set)
        except UserError:
            _log.info("no checksum: the file cannot be read any more")
