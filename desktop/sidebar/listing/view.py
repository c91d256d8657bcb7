"""The list view of the conversations: takes Qt's events and hands each to the part that knows what to do."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.sidebar.listing.actions import RowActions
from desktop.sidebar.listing.delegate import RowDelegate, menu_rect
from desktop.sidebar.listing.drops import carry, conversations_in, drop_on
from desktop.sidebar.listing.groups import Heading
from desktop.sidebar.listing.keys import RowKeys
from desktop.sidebar.listing.marks import Marks
from desktop.sidebar.listing.menus import MenuMaker
from desktop.sidebar.listing.model import AnyIndex, ConversationModel
from desktop.sidebar.listing.steady import SteadyPlace
from desktop.sidebar.requests import Requests
from desktop.sidebar.shelves import Shelf
from desktop.theme import Theme, own_viewport
from models.texts import Phrasebook

_Modifier = Qt.KeyboardModifier
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate


class ConversationList(QListView):
    """Shows a `ConversationModel`. The current row has the focus; the selected ones are what is to be worked on.

    Arrow keys move the focus only, so that nobody opens ten conversations on the way to the eleventh; Enter opens.
    """

    marked = Signal()  # other conversations are selected

    def __init__(
        self,
        model: ConversationModel,
        *,
        requests: Requests,
        menus: MenuMaker,
        say: Phrasebook,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._say = say
        self._theme = theme
        self._requests = requests
        self._conversations = model
        self._delegate = RowDelegate(say=say, theme=theme, parent=self)
        self._opened: int | None = None
        self._press_did_all = False
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say("sidebar.list"))
        self._behave()
        self.marks = Marks(self, model)
        self.actions_ = RowActions(self, self.marks, requests=requests, menus=menus, say=say)
        self._keys = RowKeys(self, model, self.marks, self.actions_)
        self._steady = SteadyPlace(self, model)
        self.clicked.connect(self.actions_.act)
        self.doubleClicked.connect(self.actions_.change_name)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_open(self, conversation: int | None) -> None:
        """Mark the conversation that is on screen; where it is another one, select it and bring it into view."""
        changed = conversation != self._opened
        self._opened = conversation
        self._conversations.set_open(conversation)
        index = self._conversations.index_of(conversation)
        if self.actions_.shelf is Shelf.BIN:
            return
        if not index.isValid():
            if changed:
                self.selectionModel().clearSelection()
        elif changed:
            self.marks.only(index)
            self.selectionModel().setCurrentIndex(index, _NO_UPDATE)
            self.scrollTo(index)
        elif not self.selectionModel().hasSelection():
            self.marks.only(index)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._delegate.apply_theme(theme)
        self.viewport().update()

    def selectionCommand(  # noqa: N802
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Let only `marks` select: whether a conversation could be opened is not known here."""
        del index, event
        return _NO_UPDATE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key does in a row, or move."""
        if not self._keys.press(event):
            before = self.currentIndex()
            super().keyPressEvent(event)
            self._keys.after_moving(event, before)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu at its dots, or select with Ctrl or Shift."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        left = event.button() is Qt.MouseButton.LeftButton
        self._press_did_all = left and index.isValid() and self._press(index, event)
        if not self._press_did_all:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click, unless the press did everything."""
        if not self._press_did_all:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the row under the mouse, or of the one with the focus."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self.actions_.open_menu(index, place)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N802, N803
        """Carry what is worked on in the row under the mouse."""
        del supportedActions
        conversations = self.actions_.worked_on(self.currentIndex())
        if conversations and self.actions_.shelf is not Shelf.BIN:
            carry(conversations, source=self, say=self._say, theme=self._theme)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take conversations only."""
        if conversations_in(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the group that the conversations would come into."""
        super().dragMoveEvent(event)  # it scrolls near the edges
        heading = self._group_at(event)
        self._aim_at("" if heading is None else heading.key)
        event.setAccepted(heading is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget the group."""
        super().dragLeaveEvent(event)
        self._aim_at("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for what the drop means."""
        self._aim_at("")
        heading = self._group_at(event)
        if heading is not None:
            event.acceptProposedAction()
            drop_on(heading, conversations_in(event.mimeData()), self._requests)

    def _behave(self) -> None:
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _press(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """Do what a press of the left button means that is more than the beginning of a click."""
        selectable = bool(index.flags() & Qt.ItemFlag.ItemIsSelectable)
        dots = menu_rect(self.visualRect(index))
        if event.modifiers() & _Modifier.ControlModifier and selectable:
            self.setCurrentIndex(index)
            self.marks.toggle(index)
        elif event.modifiers() & _Modifier.ShiftModifier and selectable:
            self.setCurrentIndex(index)
            self.marks.extend_to(index)
        elif index.flags() & Qt.ItemFlag.ItemIsEditable and dots.contains(event.position().toPoint()):
            self.actions_.open_menu(index, self.viewport().mapToGlobal(dots.bottomLeft()))
        else:
            return False
        return True

    def _group_at(self, event: QDropEvent) -> Heading | None:
        index = self.indexAt(event.position().toPoint())
        in_list = self.actions_.shelf is Shelf.LIST and index.isValid() and conversations_in(event.mimeData())
        return self._conversations.heading_above(index.row()) if in_list else None

    def _aim_at(self, key: str) -> None:
        if self._delegate.target != key:
            self._delegate.target = key
            self.viewport().update()

    def _on_selection_changed(self) -> None:
        self._delegate.many = self.marks.count > 1
        self.viewport().update()
        self.marked.emit()
