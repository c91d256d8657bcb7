"""The list view of the conversations: what mouse and keyboard do in it."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from desktop.sidebar.list_model import AnyIndex, ConversationModel, RowRole
from desktop.sidebar.row_delegate import RowDelegate, menu_rect
from desktop.theme import Theme, icon, own_viewport
from models.history import ConversationSummary
from models.texts import Phrasebook

_DELETE_KEYS = (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier | Qt.Key.Key_Backspace)  # Macs have no Delete
_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ConversationList(QListView):
    """Shows a `ConversationModel`. The selected row is the conversation on screen, the current one has the focus.

    Arrow keys move the focus only, so that nobody opens ten conversations on the way to the eleventh; Enter opens.
    """

    chosen = Signal(int)
    delete_requested = Signal(int)

    def __init__(
        self, model: ConversationModel, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._say = say
        self._theme = theme
        self._conversations = model
        self._delegate = RowDelegate(say=say, theme=theme, parent=self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say("sidebar.list"))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)

    def show_open(self, conversation: int | None) -> None:
        """Mark the conversation that is on screen, and bring it into view."""
        index = self._conversations.index_of(conversation)
        if not index.isValid():
            self.selectionModel().clearSelection()
            return
        if not self.selectionModel().isSelected(index):
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._delegate.apply_theme(theme)
        self.viewport().update()

    def selectionCommand(  # noqa: N802
        self, index: AnyIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Let only `show_open` select: whether a conversation could be opened is not known here."""
        del index, event
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, rename or delete the conversation with the focus."""
        row = self.currentIndex().data(RowRole.ROW)
        if not isinstance(row, ConversationSummary):
            super().keyPressEvent(event)
        elif event.key() in _OPEN_KEYS:
            self.chosen.emit(row.id)
        elif event.key() == Qt.Key.Key_F2:
            self.edit(self.currentIndex())
        elif event.key() in _DELETE_KEYS or event.keyCombination() in _DELETE_KEYS:
            self.delete_requested.emit(row.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the menu at its dots."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        dots = menu_rect(self.visualRect(index))
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and dots.contains(place):
            self._open_menu(index, self.viewport().mapToGlobal(dots.bottomLeft()))
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the row under the mouse, or of the one with the focus."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        place = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self._open_menu(index, place)

    def _open_menu(self, index: QModelIndex, place: QPoint) -> None:
        row = index.data(RowRole.ROW)
        if not isinstance(row, ConversationSummary):
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        colour = self._theme.colour("muted")
        rename = menu.addAction(icon("edit", colour), _with_key(self._say("sidebar.rename"), Qt.Key.Key_F2))
        rename.triggered.connect(lambda: self.edit(self.currentIndex()))
        delete = menu.addAction(icon("trash", colour), _with_key(self._say("sidebar.delete"), Qt.Key.Key_Delete))
        delete.triggered.connect(lambda: self.delete_requested.emit(row.id))
        menu.popup(place)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = index.data(RowRole.ROW)
        if isinstance(row, ConversationSummary):
            self.chosen.emit(row.id)


def _with_key(text: str, key: Qt.Key) -> str:
    """Return a menu text with its key at the right; the key itself works in the list, not through the menu."""
    return f"{text}\t{QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)}"
