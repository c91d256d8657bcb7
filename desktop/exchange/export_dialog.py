"""The dialog that asks what conversations are to become."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.exchange.wish import ExportWish, Target
from desktop.theme import Role, set_role
from models.texts import Phrasebook

_WIDTH = 440
_MARGIN = 24
_GAP = 8
_INDENT = 26  # the text of a radio button begins there


class ExportDialog(QDialog):
    """Asks for a `Target` and what goes in; `chosen` carries the `ExportWish`. Call `open()`; it deletes itself.

    One conversation is not offered as an archive. `last` is what was chosen the last time.
    """

    chosen = Signal(ExportWish)

    def __init__(self, *, count: int, last: ExportWish, say: Phrasebook, parent: QWidget) -> None:
        super().__init__(parent)
        self._say = say
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("export.title") if count == 1 else say("export.title.many", count=count))
        self.setMinimumWidth(_WIDTH)
        offered = [target for target in Target if count > 1 or target is not Target.ARCHIVE]
        self._group = QButtonGroup(self)
        self._buttons: dict[Target, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN - _GAP)
        column.setSpacing(_GAP // 2)
        for target in offered:
            self._add(target, column)
        self._thinking = QCheckBox(say("export.thinking"))
        self._records = QCheckBox(say("export.records"))
        column.addSpacing(_GAP)
        for box in (self._thinking, self._records):
            column.addWidget(box)
        column.addSpacing(_GAP)
        column.addWidget(self._make_buttons())
        self._thinking.setChecked(last.thinking)
        self._records.setChecked(last.records)
        self._group.buttonToggled.connect(self._show_choice)
        first = self._buttons.get(last.target, self._buttons[offered[0]])
        first.setChecked(True)
        first.setFocus()

    @property
    def wish(self) -> ExportWish:
        """What is chosen now."""
        target = next(target for target, button in self._buttons.items() if button.isChecked())
        return ExportWish(target, thinking=self._thinking.isChecked(), records=self._records.isChecked())

    def choose(self, target: Target) -> None:
        """Choose a target."""
        self._buttons[target].setChecked(True)

    def _add(self, target: Target, column: QVBoxLayout) -> None:
        button = QRadioButton(self._say(f"export.{target.value}"))
        explanation = QLabel(self._say(f"export.{target.value}.help"))
        explanation.setWordWrap(True)
        explanation.setContentsMargins(_INDENT, 0, 0, _GAP // 2)
        set_role(explanation, Role.HINT)
        button.setAccessibleDescription(explanation.text())
        self._buttons[target] = button
        self._group.addButton(button)
        column.addWidget(button)
        column.addWidget(explanation)

    def _make_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        go_on = box.addButton(self._say("export.go_on"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_role(go_on, Role.PRIMARY)
        go_on.setDefault(True)
        box.addButton(self._say("export.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self._on_accepted)
        box.rejected.connect(self.reject)
        return box

    def _show_choice(self) -> None:
        if self._group.checkedButton() is None:
            return
        free = not self.wish.target.is_whole
        for box in (self._thinking, self._records):
            box.setEnabled(free)
            box.setToolTip("" if free else self._say("export.whole"))

    def _on_accepted(self) -> None:
        self.chosen.emit(self.wish)
        self.accept()
