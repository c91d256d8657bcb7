"""What the program is: version, package, where its files are, whether there is a newer one, and its licences."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.about.facts import AboutFacts
from desktop.about.update_box import UpdateBox
from desktop.settings import ScrollColumn
from desktop.theme import Role, plain_label, set_role, tooltip, with_text, without_icon
from models.resources import resource
from models.texts import Phrasebook

_WIDTH = 608
_MARGIN = 24
_GAP = 12
_CARD_MARGIN = 16
_BETWEEN = 4
_ICON = 56
_LOWER = 2  # small texts stand on the line of the others
_NAMES = 120  # the least width of the names before the values
_MOST_OF_SCREEN = 0.9


class AboutDialog(QDialog):
    """Shows the facts. It does nothing itself: its signals ask for the rest.

    `updates` is the part that checks for a newer version, None where this copy does not know whom to ask.
    """

    folder_requested = Signal()
    licences_requested = Signal()
    address_requested = Signal(str)

    def __init__(self, facts: AboutFacts, *, say: Phrasebook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self._say = say
        self.updates = UpdateBox(facts.asked, say=say) if facts.asked else None
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = self._buttons.addButton(say("about.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self._content = QWidget()
        self._area = ScrollColumn(self._content, spacing=0, margin=_MARGIN)
        self.setWindowTitle(say("about.title"))
        self._lay_out()
        self._copy.clicked.connect(self._on_copy)
        self._buttons.rejected.connect(self.reject)
        if self.updates is not None:
            self.updates.page_requested.connect(self.address_requested)
            self.updates.grown.connect(self._on_grown)

    def sizeHint(self) -> QSize:
        """Ask for the height at which nothing scrolls, if the screen has it."""
        width = with_text(_WIDTH, self.font())
        buttons = super().sizeHint().height() - self._area.sizeHint().height()
        wanted = QSize(width, self._area.height_of_content(width) + buttons)
        return wanted.boundedTo(self.screen().availableSize() * _MOST_OF_SCREEN)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size asked for."""
        super().showEvent(event)
        self.resize(self.sizeHint())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addLayout(self._head())
        column.addSpacing(_BETWEEN)
        column.addWidget(self._card())
        if self.updates is not None:
            column.addWidget(self.updates)
        column.addWidget(self._licences())
        close = without_icon(self._buttons.button(QDialogButtonBox.StandardButton.Close))
        close.setText(self._say("preferences.close"))
        self._buttons.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, _CARD_MARGIN)
        outer.addWidget(self._area, 1)
        outer.addWidget(self._buttons)
        close.setFocus()

    def _head(self) -> QHBoxLayout:
        """Return the icon beside name and purpose."""
        size = with_text(_ICON, self.font())
        picture = QLabel()
        icon = QIcon(str(resource("icons", "tempera.svg")))
        picture.setPixmap(icon.pixmap(QSize(size, size), self.devicePixelRatioF()))
        picture.setFixedSize(size, size)
        name = _text(self._say("preferences.version", version=self._facts.version), Role.TITLE)
        purpose = _text(self._say("preferences.about.text"), Role.HINT)
        texts = QVBoxLayout()
        texts.setSpacing(_BETWEEN)
        texts.addWidget(name)
        texts.addWidget(purpose)
        row = QHBoxLayout()
        row.setSpacing(_CARD_MARGIN)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return row

    def _card(self) -> QFrame:
        """Return the names and values, with the folder of the data as the last of them."""
        card = QFrame()
        set_role(card, Role.CARD)
        card.setAccessibleName(self._say("about.title"))
        grid = QGridLayout(card)
        grid.setContentsMargins(_CARD_MARGIN, _GAP, _CARD_MARGIN, _GAP)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(_BETWEEN)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, with_text(_NAMES, self.font()))
        lines = (*self._facts.lines, (self._say("about.folder"), str(self._facts.folder)))
        for number, (name, value) in enumerate(lines):
            label, shown = _text(name, Role.HINT), _text(value)
            label.setContentsMargins(0, _LOWER, 0, 0)
            shown.setAccessibleName(f"{name}: {value}")
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, number, 1)
        open_folder = QPushButton(self._say("preferences.open_folder"))
        open_folder.setAutoDefault(False)
        open_folder.clicked.connect(self.folder_requested)
        grid.setRowMinimumHeight(len(lines), _BETWEEN)
        grid.addWidget(open_folder, len(lines) + 1, 1, Qt.AlignmentFlag.AlignLeft)
        return card

    def _licences(self) -> QFrame:
        """Return what is said of licences, and the ways to their texts and to the sources of Qt."""
        card = QFrame()
        set_role(card, Role.CARD)
        card.setAccessibleName(self._say("about.licences"))
        read = QPushButton(self._say("about.licences"))
        read.setAutoDefault(False)
        read.clicked.connect(self.licences_requested)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(read)
        row.addStretch(1)
        for name, address in self._facts.sources:
            link = QPushButton(self._say("about.sources", name=name))
            link.setAutoDefault(False)
            link.setToolTip(tooltip(address))
            link.setAccessibleDescription(address)
            set_role(link, Role.LINK)
            link.clicked.connect(lambda _checked=False, address=address: self.address_requested.emit(address))
            row.addWidget(link)
        column = QVBoxLayout(card)
        column.setContentsMargins(_CARD_MARGIN, _GAP, _CARD_MARGIN, _GAP)
        column.setSpacing(_GAP)
        column.addWidget(_text(self._say("about.licences.text"), Role.HINT))
        column.addLayout(row)
        return card

    def _on_grown(self) -> None:
        QTimer.singleShot(0, self, lambda: self.resize(self.size().expandedTo(self.sizeHint())))

    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self._facts.as_text())
        self._copy.setText(self._say("about.copied"))


def _text(text: str, role: Role | None = None) -> QLabel:
    label = plain_label(text, role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
