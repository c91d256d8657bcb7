"""What was found, as a Qt model."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.sidebar.searching.when import when_text
from models.history import Hit
from models.texts import Phrasebook

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class HitRole(IntEnum):
    """What the view asks for beside Qt's own roles."""

    HIT = Qt.ItemDataRole.UserRole
    WHEN = Qt.ItemDataRole.UserRole + 1
    SNIPPET = Qt.ItemDataRole.UserRole + 2


class HitModel(QAbstractListModel):
    """The places that were found, in the order in which they are given."""

    def __init__(self, *, say: Phrasebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._hits: Sequence[Hit] = ()
        self._now = datetime.now().astimezone()

    def show_hits(self, hits: Sequence[Hit], now: datetime) -> None:
        """Show other places; `now` is a moment of the local calendar."""
        self.beginResetModel()
        self._hits, self._now = hits, now
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many places there are."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the view or a screen reader asks for."""
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        reading = _READINGS.get(role)
        return None if reading is None else reading(self, hit)

    def title(self, hit: Hit) -> str:
        """Return the title, or what is said in its place."""
        return hit.title or self._say("sidebar.untitled")

    def snippet(self, hit: Hit) -> str:
        """Return the part of the text, or that the title alone was found."""
        return hit.snippet or self._say("sidebar.search.in_title")

    def when(self, hit: Hit) -> str:
        """Return when it was written."""
        return when_text(hit.when_ms, self._now, self._say)

    def spoken(self, hit: Hit) -> str:
        """Return what a screen reader says of the place."""
        return f"{self.title(hit)}, {self.snippet(hit)}"

    def spoken_when(self, hit: Hit) -> str:
        """Return what a screen reader says beside that."""
        when = self.when(hit)
        return self._say("sidebar.when.archived", when=when) if hit.archived else when


_READINGS: dict[int, Callable[[HitModel, Hit], object]] = {
    HitRole.HIT: lambda _, hit: hit,
    HitRole.WHEN: HitModel.when,
    HitRole.SNIPPET: HitModel.snippet,
    Qt.ItemDataRole.DisplayRole: HitModel.title,
    Qt.ItemDataRole.AccessibleTextRole: HitModel.spoken,
    Qt.ItemDataRole.AccessibleDescriptionRole: HitModel.spoken_when,
}
