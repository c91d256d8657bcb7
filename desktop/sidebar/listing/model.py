"""The conversations as a Qt model that changes only the rows that differ, so that the view keeps its place."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal

from desktop.sidebar.listing.groups import Heading, Row, folder_key
from models.history import ConversationSummary
from models.texts import Phrasebook

_MOST_CHANGES = 16  # beyond that, showing all rows anew costs less than changing them one by one
_NOTHING = QModelIndex()

AnyIndex = QModelIndex | QPersistentModelIndex


class RowRole(IntEnum):
    """What the view asks for beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole  # a `Heading` or a `ConversationSummary`
    BUSY = Qt.ItemDataRole.UserRole + 1  # whether the conversation is being answered
    OPEN = Qt.ItemDataRole.UserRole + 2  # whether the conversation is on screen
    NESTED = Qt.ItemDataRole.UserRole + 3  # whether the conversation stands under its folder
    UNTITLED = Qt.ItemDataRole.UserRole + 4  # whether something else is said in place of a title


class ConversationModel(QStringListModel):
    """Headings and conversations. Editing a title changes nothing here: the signals tell what the user wants.

    The base class keeps the order, as a list of keys: a view asks for the number of rows twice for each row it lays
    out, and 10,000 rows are laid out in 2 ms where C++ answers, in 50 to 90 ms where Python does.
    """

    renamed = Signal(int, str)
    folder_renamed = Signal(int, str)

    def __init__(self, *, say: Phrasebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: dict[str, Row] = {}
        self._shown: list[Row] = []  # in order
        self._places: dict[str, int] = {}
        self._busy: int | None = None
        self._open: int | None = None
        self._titling: int | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; those that stay keep their selection, focus and editor, except where most are new."""
        keys = [str(row.id) if isinstance(row, ConversationSummary) else row.key for row in rows]
        old, new = self._rows, dict(zip(keys, rows, strict=True))
        self._rows = old | new
        self._shown = list(rows)
        self._places = {key: number for number, key in enumerate(keys)}
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
        before, self._busy = self._busy, conversation
        self._tell(before, conversation)

    def set_open(self, conversation: int | None) -> None:
        """Mark the conversation that is on screen."""
        before, self._open = self._open, conversation
        self._tell(before, conversation)

    def set_titling(self, conversation: int | None) -> None:
        """Say in place of a conversation's title that the model looks for one."""
        before, self._titling = self._titling, conversation
        self._tell(before, conversation)

    def index_of(self, conversation: int | None) -> QModelIndex:
        """Return where a conversation is; not valid where it is not in the list."""
        return self.index_of_key(str(conversation))

    def index_of_key(self, key: str) -> QModelIndex:
        """Return where a row is: a heading by its key, a conversation by its id; not valid where there is none."""
        place = self._places.get(key)
        return self.index(place) if place is not None else QModelIndex()

    def heading_above(self, number: int) -> Heading:
        """Return the heading of the group that a row belongs to: its own where it is one."""
        return next(row for row in reversed(self._shown[: number + 1]) if isinstance(row, Heading))

    def conversations_between(self, first: int, last: int) -> list[ConversationSummary]:
        """Return the conversations of rows next to each other, both ends included."""
        return [row for row in self._shown[first : last + 1] if isinstance(row, ConversationSummary)]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the view or a screen reader asks for."""
        row = self._row(index)
        if role == RowRole.ROW or row is None:
            return row
        if isinstance(row, Heading):
            return self._heading_data(row, role)
        return self._conversation_data(row, index.row(), role)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return that conversations can be chosen, renamed and moved, headings folded, folders renamed too."""
        row = self._row(index)
        if isinstance(row, ConversationSummary):
            return _LOCKED if row.locked else _CONVERSATION
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        return _HEADING if row.folder is None else _HEADING | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Tell of a title or a folder's name that the user typed, if it is another one.

        An empty title asks for the automatic one; an empty name of a folder is none.
        """
        row = self._row(index)
        name = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or row is None or name == self.data(index, role):
            return False
        if isinstance(row, ConversationSummary):
            self.renamed.emit(row.id, name)
        elif row.folder is not None and name:
            self.folder_renamed.emit(row.folder.id, name)
        return True

    def _tell(self, before: int | None, after: int | None) -> None:
        for one in {before, after} if before != after else ():
            index = self.index_of(one)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def _row(self, index: AnyIndex) -> Row | None:
        return self._rows.get(super().data(index, Qt.ItemDataRole.DisplayRole))

    def _heading_data(self, row: Heading, role: int) -> object:
        name = row.folder.name if row.folder is not None else self._say(f"sidebar.group.{row.key}")
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return name
            case Qt.ItemDataRole.AccessibleTextRole:
                kind = "group" if row.folder is None else "folder"
                return self._say(f"sidebar.heading.{kind}", name=name, count=row.count)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._say("sidebar.heading.folded" if row.folded else "sidebar.heading.unfolded")
            case _:
                return None

    def _conversation_data(self, row: ConversationSummary, number: int, role: int) -> object:
        title = self._title(row)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.EditRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._say("sidebar.busy", title=title) if row.id == self._busy else title
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.data(self.index_of_key(self.heading_above(number).key)) if self._shown else None
            case _:
                return self._state(row, role)

    def _title(self, row: ConversationSummary) -> str:
        if row.id == self._titling:
            return self._say("sidebar.title.wait")
        return row.title or self._say("sidebar.untitled")

    def _state(self, row: ConversationSummary, role: int) -> bool | None:
        match role:
            case RowRole.BUSY:
                return row.id == self._busy
            case RowRole.OPEN:
                return row.id == self._open
            case RowRole.NESTED:
                return not row.pinned and row.folder is not None and folder_key(row.folder) in self._rows
            case RowRole.UNTITLED:
                return not row.title or row.id == self._titling
            case _:
                return None

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


_HEADING = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren | Qt.ItemFlag.ItemIsDropEnabled
_CONVERSATION = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
_LOCKED = _CONVERSATION & ~(Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)


def _first_difference(old: list[str], new: list[str]) -> int | None:
    """Return where two lists differ first, None where they are equal; `old` is not the longer one."""
    if old == new:
        return None
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (one, other) in pairs if one != other), len(old))
