"""The list of models that opens below the model picker."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontInfo, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from desktop.library.entry_delegate import EntryDelegate
from desktop.library.entry_model import EntryModel, EntryRole
from desktop.theme import ICON_SIZE, Role, Theme, icon, set_role
from models.texts import Phrasebook

_WIDTH = 400
_WIDTH_IN_TEXT = 28  # times the size of the text, where that is large
_MOST_LIST_HEIGHT = 360
_MARGIN = 8
_RADIUS = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEFT_ALIGNED = "QPushButton { text-align: left; }"


class _EntryList(QListView):
    """A list as high as its rows, up to a limit, in which Enter chooses."""

    chosen = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the row with the focus."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Take the height of the rows."""
        height = sum(self.sizeHintForRow(number) for number in range(self.model().rowCount()))
        self.setFixedHeight(min(height, _MOST_LIST_HEIGHT))


class ModelPopup(QFrame):
    """Shows an `EntryModel` and buttons for other models and any other file; closes when something is chosen."""

    chosen = Signal(Path)
    open_requested = Signal()
    get_requested = Signal()

    def __init__(self, model: EntryModel, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        flags = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        super().__init__(parent, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # for the round corners
        self.setAccessibleName(say("picker.list"))
        self._theme = theme
        self._model = model
        self._list = _EntryList()
        self._delegate = EntryDelegate(self._list, theme=theme, parent=self)
        self._nothing = QLabel(say("picker.none"))
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        set_role(self._nothing, Role.HINT)
        self._get = _action(say("picker.get"))
        self._open = _action(say("picker.open"))
        self._prepare_list(say)
        self._lay_out(say)
        self.apply_theme(theme)
        self._list.clicked.connect(self._on_chosen)
        self._list.chosen.connect(self._on_chosen)
        self._open.clicked.connect(self._on_open)
        self._get.clicked.connect(self._on_get)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._fit)

    def open_below(self, anchor: QWidget) -> None:
        """Show the list below a widget, or where it fits on that widget's screen."""
        self._fit()
        wanted = QRect(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)), self.sizeHint())
        screen = anchor.screen().availableGeometry()
        wanted.moveRight(min(wanted.right(), screen.right() - _MARGIN))
        wanted.moveLeft(max(wanted.left(), screen.left() + _MARGIN))
        wanted.moveBottom(min(wanted.bottom(), screen.bottom() - _MARGIN))
        self.setGeometry(wanted)
        self.show()
        self._take_focus()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._delegate.apply_theme(theme)
        self._open.setIcon(icon("folder", theme.colour("muted")))
        self._get.setIcon(icon("download", theme.colour("muted")))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the round frame."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(self._theme.colour("raised" if self._theme.dark else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()

    def _prepare_list(self, say: Phrasebook) -> None:
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setAccessibleName(say("picker.list"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._list.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _lay_out(self, say: Phrasebook) -> None:
        heading = QLabel(say("picker.list"))
        heading.setContentsMargins(_MARGIN + 4, 4, 0, 4)
        set_role(heading, Role.HEADING)
        line = QFrame()
        set_role(line, Role.SEPARATOR)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        for widget in (heading, self._nothing, self._list, line, self._get, self._open):
            column.addWidget(widget)

    def _fit(self) -> None:
        empty = self._model.rowCount() == 0
        self._nothing.setVisible(empty)
        self._list.setVisible(not empty)
        self.setFixedWidth(max(_WIDTH, _WIDTH_IN_TEXT * QFontInfo(self.font()).pixelSize()))
        self._list.fit()
        if self.isVisible():
            self.resize(self.sizeHint())

    def _take_focus(self) -> None:
        if self._model.rowCount() == 0:
            self._get.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)
        loaded = self._model.loaded_index()
        self._list.setCurrentIndex(loaded if loaded.isValid() else self._model.index(0))

    def _on_reset(self) -> None:
        self._fit()
        if self.isVisible():
            self._take_focus()

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.close()
            self.chosen.emit(index.data(EntryRole.PATH))

    def _on_open(self) -> None:
        self.close()
        self.open_requested.emit()

    def _on_get(self) -> None:
        self.close()
        self.get_requested.emit()


def _action(text: str) -> QPushButton:
    button = QPushButton(f" {text}")  # the space keeps the text off the icon
    button.setAccessibleName(text)
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    button.setStyleSheet(_LEFT_ALIGNED)
    button.setAutoDefault(False)
    set_role(button, Role.QUIET)
    return button
