"""One of several answers: its number, its text as it grows, and the button that chooses it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.conversation.transcript import MessageView, Transcript
from desktop.theme import Role, Theme, set_role, tooltip
from models.engine import Channel
from models.texts import Phrasebook

_PADDING = 8
_INSET = 20  # of the text in the transcript
_GAP = 4
_LEAST_WIDTH = 220


class AnswerColumn(QFrame):
    """Shows one answer. `chosen` says that the user wants to go on with it."""

    chosen = Signal()
    link_activated = Signal(str)

    def __init__(
        self, number: int, *, say: Phrasebook, theme: Theme, font_scale: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._answer = 0
        self._title = QLabel(say("compare.answer", number=number))
        set_role(self._title, Role.HEADING)
        self._line = QLabel()
        self._line.setWordWrap(True)
        set_role(self._line, Role.HINT)
        self.choose = QPushButton(say("compare.choose"))
        explanation = say("compare.choose.help", number=number)
        self.choose.setAccessibleName(explanation)
        self.choose.setToolTip(tooltip(explanation, str(number)))
        self.transcript = Transcript(say=say, theme=theme)
        self.transcript.set_font_scale(font_scale)
        surface = self.transcript.focusProxy()
        if surface is not None:
            surface.setMinimumWidth(_LEAST_WIDTH)  # narrower than a whole conversation: several stand side by side
        self._lay_out()
        self.choose.clicked.connect(self.chosen)
        self.transcript.link_activated.connect(self.link_activated)

    def show_answer(self, view: MessageView) -> None:
        """Show an answer, growing or finished, in place of whatever was there."""
        if view.id != self._answer:
            self._answer = view.id
            self.transcript.set_messages([view])
        else:
            self.transcript.replace_message(view)
        if view.streaming:
            self.transcript.begin_stream(view.id)
        line = view.footer.line if view.footer else ""
        self._line.setText(line)
        self._line.setVisible(bool(line))

    def feed(self, channel: Channel, text: str) -> None:
        """Add text to the growing answer."""
        self.transcript.feed(self._answer, channel, text)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.transcript.apply_theme(theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_INSET, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        column.setSpacing(_GAP)
        column.addLayout(head)
        column.addWidget(self.transcript, 1)
        self._line.setContentsMargins(_INSET, 0, 0, 0)
        column.addWidget(self._line)
