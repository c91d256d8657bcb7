"""A file that is being written: it has another name until it is complete, and is removed where it never is."""

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from models.library.writing import check_name_is_free, new_draft, writing_explained


class Draft:
    """Writes what will be the file `target`. To be used in a `with` block; at its end an unplaced draft is removed.

    Raises UserError where something cannot be written, and where `target` exists.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._stream: BinaryIO | None = None
        with writing_explained(target.parent):
            check_name_is_free(target)
            self.path = new_draft(target)
            # "x": a link that somebody put there must not lead us to another file
            self._stream = self.path.open("xb")

    def __enter__(self) -> Self:
        return self

    def write(self, content: bytes) -> None:
        """Add `content` at the end."""
        with writing_explained(self._target.parent):
            self._open_stream().write(content)

    def complete(self, changed_ns: int) -> None:
        """Bring everything to the disk and give the file its time of change."""
        with writing_explained(self._target.parent):
            stream = self._open_stream()
            stream.flush()
            os.fsync(stream.fileno())
            self._close()
            os.utime(self.path, ns=(changed_ns, changed_ns))

    def place(self) -> None:
        """Give the complete file its name."""
        with writing_explained(self._target.parent):
            check_name_is_free(self._target)
            self.path.replace(self._target)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with writing_explained(self._target.parent):
            try:
                self._close()
            finally:
                self.path.unlink(missing_ok=True)

    def _open_stream(self) -> BinaryIO:
        if self._stream is None:
            raise ValueError("the draft is complete already")
        return self._stream

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
