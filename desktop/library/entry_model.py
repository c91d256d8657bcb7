"""The model files as a Qt model."""

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.library.model_entry import ModelEntry
from desktop.library.sizes import shown_size
from models.texts import Phrasebook

AnyIndex = QModelIndex | QPersistentModelIndex


class EntryRole(IntEnum):
    """What the view asks for beside Qt's own roles."""

    DETAILS = Qt.ItemDataRole.UserRole  # the line below the name, or the sentence that says what is wrong
    LOADED = Qt.ItemDataRole.UserRole + 1  # whether this is the loaded model
    PATH = Qt.ItemDataRole.UserRole + 2


class EntryModel(QAbstractListModel):
    """Model files in the order in which they were found. Files that cannot be used are disabled."""

    def __init__(self, *, say: Phrasebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._entries: list[ModelEntry] = []
        self._loaded: Path | None = None

    def show_entries(self, entries: Sequence[ModelEntry]) -> None:
        """Show these files; what was read of them before is shown until they are read again."""
        known = {entry.path: entry for entry in self._entries if entry.read}
        self.beginResetModel()
        self._entries = [known.get(entry.path, entry) for entry in entries]
        self.endResetModel()

    def describe(self, entry: ModelEntry) -> None:
        """Show what was read of one of the files."""
        for number, old in enumerate(self._entries):
            if old.path == entry.path and old != entry:
                self._entries[number] = entry
                self.dataChanged.emit(self.index(number), self.index(number))

    def set_loaded(self, path: Path | None) -> None:
        """Mark the loaded model."""
        self._loaded = path
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def loaded_index(self) -> QModelIndex:
        """Return where the loaded model is; not valid where it is not in the list."""
        for number, entry in enumerate(self._entries):
            if entry.path == self._loaded:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default, an invalid index
        """Return the number of files."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return that files can be chosen unless something is wrong with them."""
        if not index.isValid() or self._entries[index.row()].problem is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the view or a screen reader asks for."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        answer: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                answer = entry.name
            case EntryRole.DETAILS:
                answer = self._details(entry)
            case EntryRole.LOADED:
                answer = entry.path == self._loaded
            case EntryRole.PATH:
                answer = entry.path
            case Qt.ItemDataRole.AccessibleTextRole:
                name = self._say("picker.in_use", name=entry.name) if entry.path == self._loaded else entry.name
                answer = f"{name}, {self._details(entry)}"
            case _:
                pass
        return answer

    def _details(self, entry: ModelEntry) -> str:
        if entry.problem is not None:
            return self._say.phrase(entry.problem)
        if not entry.read:
            return self._say("picker.reading")
        parts = (
            self._say(f"picker.{entry.role.value}") if entry.role else "",
            self._say("pages.bundled") if entry.bundled else "",
            entry.quantization,
            shown_size(entry.size_bytes) if entry.size_bytes is not None else "",
            self._say("picker.context", tokens=f"{entry.context:,}") if entry.context is not None else "",
        )
        return " · ".join(part for part in parts if part)
