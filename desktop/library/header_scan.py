"""Finding the model files and reading their headers in a thread of its own."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from desktop.library.model_entry import ModelEntry
from models.catalog import bundled_files, identify_model, installed_starter, known_model, role_of
from models.errors import Text, UserError
from models.files import GgufHeader, fingerprint, read_header, shown_name

_log = logging.getLogger(__name__)


class HeaderScan(QThread):
    """Lists the starter, the files used lately, and the models that are here, in this order, each once.

    `listed` carries all of them at once, `described` one after the other as the headers are read. A file that was read
    before and did not change is not read again. End it with `stop()` before it is destroyed.
    """

    listed = Signal(object)  # tuple[ModelEntry, ...]
    described = Signal(object)  # ModelEntry

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._recent: tuple[Path, ...] = ()
        self._known: dict[str, ModelEntry] = {}  # by fingerprint

    def scan(self, recent: tuple[Path, ...]) -> None:
        """Look again; `recent` are the files used lately, the last one first. Does nothing while it is looking."""
        if not self.isRunning():
            self._recent = recent
            self.start(QThread.Priority.LowPriority)

    def stop(self) -> None:
        """End the thread; returns when the header that is being read is done."""
        self.requestInterruption()
        self.wait()

    def run(self) -> None:
        """Look for files and read them. Runs in the thread."""
        try:
            self._scan()
        except Exception:  # noqa: BLE001 - a thread's edge: an exception here would end the program
            _log.exception("the models could not be listed")

    def _scan(self) -> None:
        from models.library import model_files  # in this thread: the window starts without it

        starter, bundled = installed_starter(self._folder), bundled_files()
        found = ((starter,) if starter else ()) + self._recent + model_files(self._folder)
        entries = tuple(
            ModelEntry(path, shown_name(path), role=role_of(path), bundled=path in bundled)
            for path in dict.fromkeys(found)
            if _exists(path)
        )
        self.listed.emit(entries)
        for entry in entries:
            if self.isInterruptionRequested():
                return
            self.described.emit(self._describe(entry))

    def _describe(self, entry: ModelEntry) -> ModelEntry:
        try:
            mark = f"{entry.path}:{fingerprint(entry.path)}"
            if mark not in self._known:
                self._known[mark] = _described(entry, read_header(entry.path))
            return self._known[mark]
        except UserError as error:
            return _broken(entry, error.text)


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a drive that is gone, a name that cannot be
        return False


def _described(entry: ModelEntry, header: GgufHeader) -> ModelEntry:
    identity = identify_model(
        entry.path.name,
        size=header.file_bytes,
        base_name=header.basename,
        size_label=header.size_label,
        name=header.name,
        quantization=header.quantization,
    )
    known = known_model(identity)
    return ModelEntry(
        path=entry.path,
        name=known.name if known else header.name or entry.path.stem,
        role=entry.role,
        bundled=entry.bundled,
        quantization=header.quantization,
        size_bytes=header.file_bytes,
        context=header.context_length,
    )


def _broken(entry: ModelEntry, problem: Text) -> ModelEntry:
    return ModelEntry(path=entry.path, name=entry.name, role=entry.role, bundled=entry.bundled, problem=problem)
