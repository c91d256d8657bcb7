"""Answers that are made together, in columns: they grow side by side, and one is chosen by button or number key."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.conversation.comparison.column import AnswerColumn
from desktop.conversation.transcript import MessageView
from desktop.theme import Role, Theme, own_viewport, set_role
from models.engine import Channel
from models.texts import Phrasebook

_GAP = 8
_LEAST_HEIGHT = 220


class Comparison(QWidget):
    """Shows answers side by side; nothing while there are none. They are named by their ids.

    While the focus is inside, 1, 2 and 3 choose, and Escape stops what is being written.
    """

    chosen = Signal(int)  # answer
    stop_requested = Signal()
    link_activated = Signal(str)

    def __init__(
        self, *, say: Phrasebook, theme: Theme, font_scale: float = 1.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._theme = theme
        self._font_scale = font_scale
        self._columns: dict[int, AnswerColumn] = {}
        self._title = QLabel(say("compare.title"))
        set_role(self._title, Role.HEADING)
        self._hint = QLabel(say("compare.hint"))
        self._hint.setWordWrap(True)
        set_role(self._hint, Role.HINT)
        inside = QWidget()
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        area = QScrollArea()  # sideways, where the window is narrow
        own_viewport(area)
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        inside.setAutoFillBackground(False)
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addLayout(head)
        layout.addWidget(area, 1)
        self.setAccessibleName(say("compare.title"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.hide()

    @property
    def answers(self) -> tuple[int, ...]:
        """The answers that are shown."""
        return tuple(self._columns)

    def begin(self, views: tuple[MessageView, ...]) -> None:
        """Show answers in place of those before."""
        self.end()
        for number, view in enumerate(views, 1):
            column = AnswerColumn(number, say=self._say, theme=self._theme, font_scale=self._font_scale)
            column.chosen.connect(partial(self.chosen.emit, view.id))
            column.link_activated.connect(self.link_activated)
            column.show_answer(view)
            self._columns[view.id] = column
            self._row.addWidget(column, 1)
        self.show()

    def feed(self, answer: int, channel: Channel, text: str) -> None:
        """Add text to a growing answer."""
        self._columns[answer].feed(channel, text)

    def show_answer(self, view: MessageView) -> None:
        """Show another state of an answer."""
        self._columns[view.id].show_answer(view)

    def take_focus(self) -> None:
        """Let the keyboard choose."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Show nothing any more."""
        for column in self._columns.values():
            column.hide()
            column.deleteLater()
        self._columns.clear()
        self.hide()

    def set_font_scale(self, scale: float) -> None:
        """Draw the texts larger or smaller; 1 is normal."""
        self._font_scale = scale
        for column in self._columns.values():
            column.transcript.set_font_scale(scale)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for column in self._columns.values():
            column.apply_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number, stop by Escape."""
        answers = self.answers
        if event.text().isdecimal() and 1 <= int(event.text()) <= len(answers):
            self.chosen.emit(answers[int(event.text()) - 1])
        elif event.key() == Qt.Key.Key_Escape:
            self.stop_requested.emit()
        else:
            super().keyPressEvent(event)
