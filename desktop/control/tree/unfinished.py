"""Keeping what is typed into a message while it is changed: through a crash, a closed window and another language."""

import logging
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.conversation import Editing, Unfinished
from models.history import storable

_WAIT_MS = 500  # nothing on screen is lost that is older than a second
_MOST_KEPT = 50

_log = logging.getLogger(__name__)


class UnfinishedEdits(QObject):
    """Gives `editing` what was left unfinished before, and keeps what is typed there in a JSON file.

    The file may be lost or damaged; what a newer version wrote into it stays there. Without a file nothing outlives the
    program. Nothing here raises. `reopened` names the message that is to be open again.
    """

    reopened = Signal(int)

    def __init__(self, *, editing: Editing, file: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._editing = editing
        self._file = file
        self._foreign: dict[str, msgspec.Raw] = {}  # entries that only a newer version can read
        self._kept = self._read()
        editing.take_over(self._kept)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.save)
        editing.changed.connect(self._on_changed)

    def save(self) -> None:
        """Write what is unfinished now, where that is not what is written already."""
        self._timer.stop()
        now = dict(list(self._editing.unfinished.items())[-_MOST_KEPT:])
        if now != self._kept and self._write(now):
            self._kept = now

    def go_on_as(self, editing: Editing) -> None:
        """Go on as in another window, with the same message open."""
        self._editing.take_over(editing.unfinished)
        if editing.message is not None:
            self.reopened.emit(editing.message)

    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _read(self) -> dict[int, Unfinished]:
        if self._file is None:
            return {}
        try:
            entries = msgspec.json.decode(self._file.read_bytes(), type=dict[str, msgspec.Raw])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            _log.warning("ignoring the unfinished edits in %s: %s", self._file, error)
            return {}
        edits: dict[int, Unfinished] = {}
        for message, entry in entries.items():
            try:
                edits[int(message)] = msgspec.json.decode(entry, type=Unfinished)
            except (ValueError, RecursionError):  # msgspec's own error is a ValueError
                self._foreign[message] = msgspec.Raw(bytes(entry))
        if self._foreign:
            _log.warning("%d unfinished edits in %s cannot be read", len(self._foreign), self._file)
        return edits

    def _write(self, edits: dict[int, Unfinished]) -> bool:
        """Write beside the file first and then put it in place, so that a crash leaves the old file or the new one."""
        if self._file is None:
            return True
        known = {str(message): _storable(edit) for message, edit in edits.items()}
        draft = self._file.with_name(f"{self._file.name}.new")
        try:
            draft.write_bytes(msgspec.json.encode({**self._foreign, **known}))
            draft.replace(self._file)
        except OSError as error:
            _log.warning("cannot keep unfinished edits in %s: %s", self._file, error)
            return False
        return True


def _storable(edit: Unfinished) -> Unfinished:
    return Unfinished(storable(edit.before), storable(edit.text))
