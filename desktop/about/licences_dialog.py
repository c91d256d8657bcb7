"""The licences of everything that is in the program, to be read and searched inside it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.about.long_text import LongText
from desktop.about.parts_of_text import TextPart, parts_of_text
from desktop.theme import Role, Theme, ToolButton, set_role, tooltip, with_text, without_icon
from models.texts import Phrasebook

_WIDTH, _HEIGHT = 840, 640
_MARGIN = 16
_GAP = 8
_FIELD = 200
_PARTS_AT_ONCE = 20


@dataclass(frozen=True)
class LicenceText:
    """The licences of a part of what is in the program; `text` may be long."""

    title: str
    text: str


class LicencesDialog(QDialog):
    """Shows the texts, each in a tab of its own.

    In the one that is shown, a field finds words, and a list goes to its parts.
    """

    def __init__(
        self, texts: tuple[LicenceText, ...], *, say: Phrasebook, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._say = say
        self.setWindowTitle(say("about.licences.title"))
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(say("about.licences.title"))
        for text in texts:
            self._tabs.addTab(text.title)
        self._parts: tuple[TextPart, ...] = ()
        self._part = QComboBox()
        self._part.setAccessibleName(say("about.licences.part"))
        self._part.setToolTip(tooltip(say("about.licences.part")))
        self._part.setPlaceholderText(say("about.licences.part"))
        self._part.setMaxVisibleItems(_PARTS_AT_ONCE)
        self._field = QLineEdit()
        self._field.setPlaceholderText(say("about.licences.find"))
        self._field.setAccessibleName(say("about.licences.find"))
        self._field.setClearButtonEnabled(True)
        self._back = ToolButton("chevron-up", name=say("find.previous"), theme=theme)
        self._on = ToolButton("chevron-down", name=say("find.next"), theme=theme)
        self._found = QLabel()
        self._found.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._found, Role.HINT)
        self._view = LongText(name=say("about.licences.title"))
        self._lay_out()
        self._tabs.currentChanged.connect(self._on_tab)
        self._part.activated.connect(lambda number: self._view.go_to(self._parts[number].line))
        self._field.textEdited.connect(self._found.clear)
        self._back.clicked.connect(lambda: self._find(back=True))
        self._on.clicked.connect(lambda: self._find(back=False))
        self._field.returnPressed.connect(self._on_return)
        QShortcut(QKeySequence("F3"), self).activated.connect(lambda: self._find(back=False))
        QShortcut(QKeySequence("Shift+F3"), self).activated.connect(lambda: self._find(back=True))
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda step=step: self._turn(step))
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._on_field_wanted)
        self._on_tab(0)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for button in (self._back, self._on):
            button.apply_theme(theme)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = without_icon(buttons.button(QDialogButtonBox.StandardButton.Close))
        close.setText(self._say("preferences.close"))
        close.setAutoDefault(False)  # Enter is for finding
        buttons.rejected.connect(self.reject)
        for wide in (self._part, self._field):
            wide.setFixedWidth(with_text(_FIELD, self.font()))
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._tabs)
        row.addStretch(1)
        for part in (self._part, self._found, self._field, self._back, self._on):
            row.addWidget(part)
        self._tabs.setVisible(len(self._texts) > 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(_GAP)
        column.addLayout(row)
        column.addWidget(self._view, 1)
        column.addWidget(buttons)
        size = self.screen().availableSize()
        width, height = with_text(_WIDTH, self.font()), with_text(_HEIGHT, self.font())
        self.resize(min(width, size.width()), min(height, size.height()))
        self._view.setFocus()

    def _on_tab(self, number: int) -> None:
        self._found.clear()
        self._view.show_text(self._texts[number].text)
        self._parts = parts_of_text(self._texts[number].text)
        self._part.clear()
        self._part.addItems([part.title for part in self._parts])
        self._part.setCurrentIndex(-1)
        self._part.setVisible(bool(self._parts))

    def _turn(self, step: int) -> None:
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + step) % self._tabs.count())

    def _on_field_wanted(self) -> None:
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def _on_return(self) -> None:
        self._find(back=bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _find(self, *, back: bool) -> None:
        words = self._field.text()
        if not words:
            self._on_field_wanted()
        elif self._view.find_next(words, back=back):
            self._found.clear()
        else:
            self._found.setText(self._say("find.none"))
