"""Looking at JSON schemas away from the window's thread: loading what reads them takes a while, and so may they."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from models.errors import Text, UserError


class SchemaCheck(QObject):
    """Says of one text after another whether it is a schema; of the texts that wait only the newest is looked at.

    It is the application's own until `close` was called and nothing is looked at any more: whoever lets go of it last,
    be it its thread, does not destroy it there.
    """

    checked = Signal(str, object)  # the text, and what is wrong with it: a `Text`, None where nothing is
    file_read = Signal(str)  # the text of a file
    file_refused = Signal(Text)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="schema-check")
        self._newest = 0
        self._is_closed = False

    def check(self, text: str) -> None:
        """Look at a text; `checked` says what came of it, unless another one was given meanwhile."""
        self._newest += 1
        self._thread.submit(self._check, text, self._newest)

    def read_file(self, path: Path) -> None:
        """Read a file; `file_read` or `file_refused` says what came of it."""
        self._thread.submit(self._read_file, path)

    def close(self) -> None:
        """Look at nothing more. Does not wait for what is being looked at. Idempotent."""
        if not self._is_closed:
            self._is_closed = True
            self._newest += 1
            self.blockSignals(True)  # noqa: FBT003 - Qt's own method
            self._thread.submit(self.deleteLater)
            self._thread.shutdown(wait=False)

    def _check(self, text: str, number: int) -> None:
        if number != self._newest:
            return
        from models.schema import read_schema, translate

        fault = None
        try:
            translate(read_schema(text))
        except UserError as error:
            fault = error.text
        if number == self._newest:
            self.checked.emit(text, fault)

    def _read_file(self, path: Path) -> None:
        from models.schema import read_schema_file

        try:
            self.file_read.emit(read_schema_file(path))
        except UserError as error:
            self.file_refused.emit(error.text)
