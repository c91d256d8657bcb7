"""What stands where a conversation will be: a welcome that teaches, with questions to begin with."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontInfo, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.conversation.example_button import ExampleButton
from desktop.conversation.starter_offer import StarterOffer
from desktop.conversation.temperature_legend import TemperatureLegend
from desktop.theme import Role, Theme, own_viewport, set_role
from models.texts import Phrasebook

_MOST_WIDTH = 608
_TWO_COLUMNS_FROM = 400
_MARGIN = 24
_GAP = 8
_SECTION = 24
_TITLE = 1.6  # the step of the title, in parts of ordinary text
_EXAMPLES = (  # the end of the text's id, the icon of the mode that fits, where it is on the temperature scale
    ("math", "mode-math", "cool"),
    ("code", "mode-code", "cool"),
    ("teaching", "mode-teaching", "neutral"),
    ("creative", "mode-creative", "warm"),
)


class EmptyState(QScrollArea):
    """The welcome of a new conversation, and its variant for the time when there is no model.

    `example_chosen` carries a question for the composer, `model_requested` asks for the model picker,
    `get_requested` for models that can be had. `offer` is a card about a better model.
    """

    example_chosen = Signal(str)
    model_requested = Signal()
    get_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._say = say
        self._title = _text(None)
        self._lead = _text(None)
        self._modes = _text(Role.HINT)
        self._modes.setText(say("empty.modes"))
        self._legend = TemperatureLegend(say=say, theme=theme)
        self._get = QPushButton(say("empty.no_model.get"))
        set_role(self._get, Role.PRIMARY)
        self._choose = QPushButton(say("empty.no_model.choose"))
        self._examples = [
            ExampleButton(say(f"empty.example.{name}"), icon_name=icon_name, colour=colour, theme=theme)
            for name, icon_name, colour in _EXAMPLES
        ]
        self.offer = StarterOffer()
        self._grid_box = QWidget()
        self._grid = QGridLayout(self._grid_box)
        self._lay_out()
        for button in self._examples:
            button.clicked.connect(self._on_example)
        self._choose.clicked.connect(self.model_requested)
        self._get.clicked.connect(self.get_requested)
        self._size_title()
        self.show_ready()

    def show_ready(self) -> None:
        """Welcome somebody who can ask."""
        self._show(ready=True)

    def show_no_model(self) -> None:
        """Explain that a model is needed first."""
        self._show(ready=False)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._legend.apply_theme(theme)
        for button in self._examples:
            button.apply_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the examples in one column where two would be too narrow."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the window's text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._size_title()

    def _size_title(self) -> None:
        size = round(QFontInfo(self.font()).pixelSize() * _TITLE)
        self._title.setStyleSheet(f"QLabel {{ font-size: {size}px; font-weight: 600; }}")

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column_box = QWidget()
        column_box.setMaximumWidth(_MOST_WIDTH)
        column = QVBoxLayout(column_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addWidget(self._get, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(_SECTION - _GAP)
        column.addWidget(self._grid_box)
        column.addSpacing(_GAP)
        column.addWidget(self.offer)
        column.addSpacing(_SECTION - _GAP)
        column.addWidget(self._legend)
        column.addSpacing(_GAP)
        column.addWidget(self._modes)
        column.addStretch(1)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        row.addStretch(1)
        row.addWidget(column_box, 1000)
        row.addStretch(1)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.viewport().width() >= _TWO_COLUMNS_FROM else 1
        for number, button in enumerate(self._examples):
            self._grid.addWidget(button, number // columns, number % columns)

    def _show(self, *, ready: bool) -> None:
        variant = "ready" if ready else "no_model"
        self._title.setText(self._say(f"empty.{variant}.title"))
        self._lead.setText(self._say(f"empty.{variant}.lead"))
        self._choose.setVisible(not ready)
        self._get.setVisible(not ready)
        self._grid_box.setVisible(ready)

    def _on_example(self) -> None:
        button = self.sender()
        if isinstance(button, ExampleButton):
            self.example_chosen.emit(button.question)


def _text(role: Role | None) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
    if role is not None:
        set_role(label, role)
    return label
