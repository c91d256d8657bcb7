"""The row at the foot of the sidebar that leads to archive and recycle bin; conversations can be dropped on it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.sidebar.listing import conversations_in
from desktop.sidebar.requests import Requests
from desktop.sidebar.shelves import Shelf
from desktop.theme import Role, Theme, icon, set_role, tooltip
from models.texts import Phrasebook

_PICTURES = {Shelf.ARCHIVE: "archive", Shelf.BIN: "trash"}
_ICON = 16
_BESIDE = 24  # what the style sheet puts beside icon and text
_GAP = 4


class ShelfButton(QPushButton):
    """Leads to one shelf, and takes conversations to it."""

    dropped = Signal(tuple)

    def __init__(self, shelf: Shelf, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._shelf = shelf
        self._name = f" {say(shelf.text_id)}"  # the space keeps the text off the icon
        self.setAccessibleName(say(shelf.text_id))
        self.setToolTip(tooltip(say(f"{shelf.text_id}.help")))
        self.setCheckable(True)
        self.setAcceptDrops(True)
        self.setIconSize(QSize(_ICON, _ICON))
        set_role(self, Role.QUIET)
        self.apply_theme(theme)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIcon(icon(_PICTURES[self._shelf], theme.colour("muted")))

    @property
    def whole_width(self) -> int:
        """The width of icon and name, in device-independent pixels."""
        return self.fontMetrics().horizontalAdvance(self._name) + _ICON + _BESIDE

    def show_name(self, *, shown: bool) -> None:
        """Show the name beside the icon, or the icon alone."""
        self.setText(self._name if shown else "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take conversations only."""
        if conversations_in(event.mimeData()):
            event.acceptProposedAction()
            self.setDown(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        del event
        self.setDown(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped."""
        self.setDown(False)
        event.acceptProposedAction()
        self.dropped.emit(conversations_in(event.mimeData()))


class ShelfBar(QWidget):
    """Two buttons of which one may be checked: the shelf that is shown in place of the list."""

    chosen = Signal(Shelf)

    def __init__(self, *, requests: Requests, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._archive = ShelfButton(Shelf.ARCHIVE, say=say, theme=theme)
        self._bin = ShelfButton(Shelf.BIN, say=say, theme=theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._archive)
        row.addWidget(self._bin)
        self._archive.clicked.connect(lambda on: self.chosen.emit(Shelf.ARCHIVE if on else Shelf.LIST))
        self._bin.clicked.connect(lambda on: self.chosen.emit(Shelf.BIN if on else Shelf.LIST))
        self._archive.dropped.connect(lambda ids: requests.archive.emit(ids, True))  # noqa: FBT003
        self._bin.dropped.connect(requests.delete)

    def show_shelf(self, shelf: Shelf) -> None:
        """Check the button of the shelf that is shown."""
        self._archive.setChecked(shelf is Shelf.ARCHIVE)
        self._bin.setChecked(shelf is Shelf.BIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the names away where both do not fit."""
        del event
        buttons = (self._archive, self._bin)
        fits = sum(button.whole_width for button in buttons) + _GAP <= self.width()
        for button in buttons:
            button.show_name(shown=fits)

    def minimumSizeHint(self) -> QSize:
        """Return the room of two icons."""
        return QSize(2 * (_ICON + _BESIDE) + _GAP, super().minimumSizeHint().height())

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._archive.apply_theme(theme)
        self._bin.apply_theme(theme)
