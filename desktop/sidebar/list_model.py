"""The conversations as a Qt model that changes only the rows that differ, so that the view keeps its place."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal

from desktop.sidebar.periods import Period, Row
from models.history import ConversationSummary
from models.texts import Phrasebook

_MOST_CHANGES = 16  # beyond that, showing all rows anew costs less than changing them one by one
_NOTHING = QModelIndex()

AnyIndex = QModelIndex | QPersistentModelIndex


class RowRole(IntEnum):
    """What the view asks for beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole  # a `Period` or a `ConversationSummary`
    BUSY = Qt.ItemDataRole.UserRole + 1  # whether the conversation is being answered


class ConversationModel(QStringListModel):
    """Headings and conversations. Editing a title changes nothing here: `renamed` tells what the user wants.

    The base class keeps the order, as a list of keys: a view asks for the number of rows twice for each row it lays
    out, and 10,000 rows are laid out in 2 ms where C++ answers, in 50 to 90 ms where Python does.
    """

    renamed = Signal(int, str)

    def __init__(self, *, say: Phrasebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: dict[str, Row] = {}
        self._busy: int | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; those that stay keep their selection, focus and editor."""
        keys = [str(row.id) if isinstance(row, ConversationSummary) else row.value for row in rows]
        old, new = self._rows, dict(zip(keys, rows, strict=True))
        self._rows = old | new
        rearranged = self._rearrange(keys)
        self._rows = new
        if not rearranged:
            self.setStringList(keys)
            return
        for number, key in enumerate(keys):
            before = old.get(key, new[key])
            if before is not new[key] and before != new[key]:
                self.dataChanged.emit(self.index(number), self.index(number))

    def set_busy(self, conversation: int | None) -> None:
        """Mark the conversation that is being answered."""
        changed, self._busy = (self._busy, conversation), conversation
        for one in changed:
            index = self.index_of(one)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def index_of(self, conversation: int | None) -> QModelIndex:
        """Return where a conversation is; not valid where it is not in the list."""
        key = str(conversation)
        return self.index(self.stringList().index(key)) if key in self._rows else QModelIndex()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the view or a screen reader asks for."""
        row = self._row(index)
        if role == RowRole.ROW or row is None:
            return row
        if isinstance(row, Period):
            return self._say(row.text_id) if role in _NAMES else None
        return self._conversation_data(row, index.row(), role)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return that conversations can be chosen and renamed, headings neither."""
        return _CONVERSATION if isinstance(self._row(index), ConversationSummary) else Qt.ItemFlag.NoItemFlags

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tell of a title the user typed, if it is another one; an empty one asks for the automatic title."""
        row = self._row(index)
        title = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not isinstance(row, ConversationSummary) or title == row.title:
            return False
        self.renamed.emit(row.id, title)
        return True

    def _row(self, index: AnyIndex) -> Row | None:
        return self._rows.get(super().data(index, Qt.ItemDataRole.DisplayRole))

    def _conversation_data(self, row: ConversationSummary, number: int, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title or self._say("sidebar.untitled")
            case Qt.ItemDataRole.EditRole:
                return row.title
            case RowRole.BUSY:
                return row.id == self._busy
            case Qt.ItemDataRole.AccessibleTextRole:
                title = row.title or self._say("sidebar.untitled")
                return self._say("sidebar.busy", title=title) if row.id == self._busy else title
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._say(self._heading_above(number).text_id)
            case _:
                return None

    def _heading_above(self, number: int) -> Period:
        above = (self._rows[key] for key in reversed(self.stringList()[:number]))
        return next(row for row in above if isinstance(row, Period))

    def _rearrange(self, keys: list[str]) -> bool:
        """Remove, move and insert rows until they are the wanted ones; give up where that takes too many changes."""
        shown = self.stringList()
        changes = self._remove_missing(shown, set(keys))
        known = set(shown)
        while (number := _first_difference(shown, keys)) is not None:
            changes += 1
            if changes > _MOST_CHANGES:
                return False
            key = keys[number]
            if key in known:
                place = shown.index(key, number)
                self.moveRows(_NOTHING, place, 1, _NOTHING, number)
                del shown[place]
            else:
                self.insertRows(number, 1)
                super().setData(self.index(number), key)
            shown.insert(number, key)
        return True

    def _remove_missing(self, shown: list[str], wanted: set[str]) -> int:
        """Remove the rows that are not wanted, from the model and from `shown`; return in how many steps."""
        steps = 0
        last = len(shown) - 1 if set(shown) - wanted else -1
        while last >= 0:
            first = last
            while first >= 0 and shown[first] not in wanted:
                first -= 1
            if first < last:
                self.removeRows(first + 1, last - first)
                del shown[first + 1 : last + 1]
                steps += 1
            last = first - 1
        return steps


_NAMES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_CONVERSATION = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemNeverHasChildren
)


def _first_difference(old: list[str], new: list[str]) -> int | None:
    """Return where two lists differ first, None where they are equal; `old` is not the longer one."""
    if old == new:
        return None
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (one, other) in pairs if one != other), len(old))
