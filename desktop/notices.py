"""The notice bar: everything the user should know that is no answer, said calmly inside the window."""

import itertools
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QFontInfo,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.theme import ICON_SIZE, SMALL, Role, Theme, ToolButton, code_font, icon, mixed, set_role
from models.texts import Phrasebook

_RADIUS = 8
_GAP = 8
_DETAILS_HEIGHT = 96
_CHEVRON = 16
_CLOSE = 24  # the height of the first line too
_TEXT_ABOVE = 3
_TINT = 0.08
_BORDER_TINT = 0.45


class NoticeKind(Enum):
    """How serious a notice is."""

    INFO = "info"
    CAUTION = "caution"
    ERROR = "error"

    @property
    def colour(self) -> str:
        """The name of its colour in a `Theme`."""
        return {NoticeKind.INFO: "accent", NoticeKind.CAUTION: "caution", NoticeKind.ERROR: "danger"}[self]

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return "info" if self is NoticeKind.INFO else "warning"


@dataclass(frozen=True)
class Notice:
    """A sentence for the user. `details` is technical text for those who ask, `action` what a button offers.

    One that is `single` is about something that happened once: another one that says the same is about something else.
    """

    kind: NoticeKind
    text: str
    details: str = ""
    action: str = ""
    single: bool = False
    number: int = 0  # given by the bar


class NoticeBar(QFrame):
    """Shows notices one after the other, the first one first, and nothing while there is none.

    `add` returns the number by which `action_triggered` and `closed` name a notice. One that says the same as another
    that waits is not added again, unless it is `single`.
    """

    action_triggered = Signal(int)
    closed = Signal(int)

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._theme = theme
        self._numbers = itertools.count(1)
        self._waiting: list[Notice] = []
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(ICON_SIZE, _CLOSE))
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = QLabel()
        self._more.setFixedHeight(_CLOSE)
        set_role(self._more, Role.HINT)
        self._close = ToolButton("close", name=say("notice.close"), theme=theme)
        self._close.setFixedSize(_CLOSE, _CLOSE)
        self._action = QPushButton()
        self._action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fold = QPushButton(say("notice.details"))
        self._fold.setCheckable(True)
        self._fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fold.setIconSize(QSize(_CHEVRON, _CHEVRON))
        set_role(self._fold, Role.FOLD)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setAccessibleName(say("notice.details"))
        self._details.setTabChangesFocus(True)
        self._details.setFixedHeight(_DETAILS_HEIGHT)
        self._lay_out()
        self._connect()
        self._show_first()

    @property
    def current(self) -> Notice | None:
        """The notice that is shown."""
        return self._waiting[0] if self._waiting else None

    def add(self, notice: Notice, *, at_once: bool = False) -> int:
        """Show a notice, after those that wait already, or before them; return its number."""
        for waiting in self._waiting:
            if not notice.single and replace(waiting, number=0) == replace(notice, number=0):
                return waiting.number
        added = replace(notice, number=next(self._numbers))
        self._waiting.insert(0 if at_once else len(self._waiting), added)
        if self.current is added:
            self._show_first()
        else:
            self._show_count()
        self._announce(added)
        return added.number

    def dismiss(self, number: int) -> None:
        """Take a notice away that is no longer true; one that is gone already is no fault."""
        shown = self.current
        self._waiting = [notice for notice in self._waiting if notice.number != number]
        if self.current != shown:
            self._show_first()
        else:
            self._show_count()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._close.apply_theme(theme)
        self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the notice."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, lightly in the colour of the notice."""
        del event
        if self.current is None:
            return
        colour = self._theme.colour(self.current.kind.colour)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(mixed(self._theme.colour("border"), colour, _BORDER_TINT))
        painter.setBrush(mixed(self._theme.colour("surface"), colour, _TINT))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()

    def _lay_out(self) -> None:
        self._text.setContentsMargins(0, _TEXT_ABOVE, 0, _TEXT_ABOVE)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(_GAP)
        buttons.addWidget(self._action)
        buttons.addWidget(self._fold)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(_GAP)
        column.addWidget(self._text)
        column.addWidget(self._buttons)
        column.addWidget(self._details)
        row = QHBoxLayout(self)
        row.setContentsMargins(_GAP + 4, _GAP, _GAP, _GAP)
        row.setSpacing(_GAP)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self._close.clicked.connect(self._on_close)
        self._action.clicked.connect(self._on_action)
        self._fold.toggled.connect(self._on_fold)

    def _show_first(self) -> None:
        notice = self.current
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._text.setText(notice.text)
        self.setAccessibleName(self._say(f"notice.kind.{notice.kind.value}"))
        self.setAccessibleDescription(notice.text)
        self._action.setText(notice.action)
        self._action.setVisible(bool(notice.action))
        self._fold.setVisible(bool(notice.details))
        self._buttons.setVisible(bool(notice.action or notice.details))
        self._fold.setChecked(False)
        self._details.hide()
        self._details.setPlainText(notice.details)
        font = code_font()
        font.setPixelSize(round(QFontInfo(self.font()).pixelSize() * SMALL))
        self._details.setFont(font)
        self._show_count()
        self._tint()

    def _show_count(self) -> None:
        others = len(self._waiting) - 1
        self._more.setText(self._say("notice.more", count=others))
        self._more.setVisible(others > 0)

    def _tint(self) -> None:
        if self.current is not None:
            kind = self.current.kind
            self._icon.setPixmap(icon(kind.icon, self._theme.colour(kind.colour)).pixmap(ICON_SIZE))
        chevron = "chevron-down" if self._fold.isChecked() else "chevron-right"
        self._fold.setIcon(icon(chevron, self._theme.colour("muted")))
        self.update()

    def _announce(self, notice: Notice) -> None:
        """Let screen readers say it, whatever has the focus."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        announcement = QAccessibleAnnouncementEvent(self, notice.text)
        if notice.kind is NoticeKind.ERROR:
            announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(announcement)

    def _take_first(self) -> Notice:
        first = self._waiting.pop(0)
        self._show_first()
        return first

    def _on_close(self) -> None:
        self.closed.emit(self._take_first().number)

    def _on_action(self) -> None:
        self.action_triggered.emit(self._take_first().number)

    def _on_fold(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._details.setVisible(shown)
        self._tint()
