"""What the keys do in a row of the list, beyond moving."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListView

from desktop.sidebar.listing.actions import RowActions
from desktop.sidebar.listing.groups import Heading
from desktop.sidebar.listing.marks import Marks
from desktop.sidebar.listing.model import ConversationModel, RowRole

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_DELETE = (_Key.Key_Delete, _CTRL | _Key.Key_Backspace)  # Macs have no Delete
_OPEN = (_Key.Key_Return, _Key.Key_Enter)
_MOVING = (_Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End, _Key.Key_PageUp, _Key.Key_PageDown)


class RowKeys:
    """Turns keys into actions on the row with the focus."""

    def __init__(self, view: QListView, model: ConversationModel, marks: Marks, actions: RowActions) -> None:
        self._view = view
        self._model = model
        self._marks = marks
        self._actions = actions

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; return whether it means anything here."""
        index, key = self._view.currentIndex(), event.key()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._marks.everything()
        elif key == _Key.Key_Escape and self._marks.count > 1:
            self._marks.only(index if index.flags() & Qt.ItemFlag.ItemIsSelectable else QModelIndex())
        elif key in _DELETE or event.keyCombination() in _DELETE:
            self._actions.delete(index)
        elif event.keyCombination() == _CTRL | _Key.Key_Space:
            self._marks.toggle(index)
        elif key in _OPEN and index.isValid():
            self._actions.act(index)
        elif key == _Key.Key_F2:
            self._actions.change_name(index)
        elif key in {_Key.Key_Left, _Key.Key_Right} and index.isValid():
            self._sideways(index, out=key == _Key.Key_Left)
        else:
            return False
        return True

    def after_moving(self, event: QKeyEvent, before: QModelIndex) -> None:
        """Select what is between the row the focus came from and the one it is in now, where Shift asks for it."""
        index = self._view.currentIndex()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in _MOVING and index != before:
            self._marks.extend_to(index, begin=before)

    def _sideways(self, index: QModelIndex, *, out: bool) -> None:
        """Fold or unfold a group; out of a conversation, go to its heading."""
        if isinstance(index.data(RowRole.ROW), Heading):
            self._actions.fold(index, folded=out)
        elif out:
            self._view.setCurrentIndex(self._model.index_of_key(self._model.heading_above(index.row()).key))
