"""A file that may be taken in: what its header says, and whether it is copied or used where it lies."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.library.amounts import parameters_text, size_text
from desktop.library.here.task_strip import Outcome, TaskStrip
from desktop.theme import Role, plain_label, set_role, text_button
from models.library import ModelFacts
from models.texts import Phrasebook

_MARGIN = 16
_GAP = 8
_COLUMNS = 2
_LOWER = 2  # small texts stand on the line of the others


class ImportCard(QFrame):
    """Shows `ModelFacts` or why a file is refused; `in_place_requested` and `copy_requested` say what to do with it."""

    in_place_requested = Signal()
    copy_requested = Signal()
    cancel_requested = Signal()
    closed = Signal()

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        set_role(self, Role.CARD)
        self.setAccessibleName(say("pages.import.title"))
        self._title = plain_label(role=Role.TITLE)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * _GAP)
        self._grid.setVerticalSpacing(_GAP // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._copy = text_button(say("pages.import.copy"), Role.PRIMARY)
        self._copy.setToolTip(say("pages.import.copy.help"))
        self._in_place = text_button(say("pages.import.in_place"))
        self._in_place.setToolTip(say("pages.import.in_place.help"))
        self._close = text_button(say("pages.import.close"), Role.QUIET)
        self._strip = TaskStrip(say=say)
        self._lay_out()
        self._copy.clicked.connect(self.copy_requested)
        self._in_place.clicked.connect(self.in_place_requested)
        self._close.clicked.connect(self.closed)
        self._strip.cancel_requested.connect(self.cancel_requested)
        self.hide()

    def show_reading(self, name: str) -> None:
        """Show that the header of a file is being read."""
        self._show(name, ready=False)
        self._strip.show_outcome(self._say("picker.reading"), Outcome.PLAIN)

    def show_facts(self, facts: ModelFacts) -> None:
        """Show what a file says of itself, and offer to take it in."""
        self._show(facts.name, ready=True)
        say = self._say
        rows = (
            ("file", facts.path.name),
            ("size", _size(facts, say)),
            ("architecture", facts.architecture),
            ("parameters", parameters_text(facts.parameters, say)),
            ("quantization", facts.quantization),
            ("context", f"{facts.context:,}" if facts.context is not None else ""),
            ("template", say("pages.fact.template.yes") if facts.template else say("pages.fact.template.no")),
            ("tokenizer", facts.tokenizer),
            ("licence", facts.licence or ""),
        )
        for number, (name, value) in enumerate(rows):
            self._add(number, say(f"pages.fact.{name}"), value or say("pages.fact.unknown"))
        self._strip.show_nothing()
        self._copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, fraction: float) -> None:
        """Show how much of it is copied; until that has ended it can be cancelled, not closed."""
        self._offer(ready=False)
        self._close.hide()
        self._strip.show_progress(self._say("pages.import.copying"), fraction)

    def show_problem(self, sentence: str, *, again: bool) -> None:
        """Say why it is not taken in; `again` offers to try once more."""
        self._offer(ready=again)
        self._strip.show_outcome(sentence, Outcome.BAD)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP)
        for button in (self._copy, self._in_place):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, _MARGIN - 4)
        column.setSpacing(_GAP)
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addWidget(self._strip)
        column.addLayout(buttons)

    def _show(self, title: str, *, ready: bool) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._title.setText(title)
        self._offer(ready=ready)
        self.show()

    def _offer(self, *, ready: bool) -> None:
        self._copy.setVisible(ready)
        self._in_place.setVisible(ready)
        self._close.show()

    def _add(self, number: int, name: str, value: str) -> None:
        row, column = divmod(number, _COLUMNS)
        top = Qt.AlignmentFlag.AlignTop
        label = plain_label(name, Role.HINT, wraps=False)
        label.setContentsMargins(0, _LOWER, 0, 0)
        self._grid.addWidget(label, row, 2 * column, top)
        self._grid.addWidget(plain_label(value), row, 2 * column + 1, top)


def _size(facts: ModelFacts, say: Phrasebook) -> str:
    size = size_text(facts.bytes, say)
    return say("pages.fact.parts", size=size, parts=len(facts.parts)) if len(facts.parts) > 1 else size
