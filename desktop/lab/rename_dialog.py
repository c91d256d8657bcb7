"""The dialog that gives a measurement another name."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import Role, plain_label, set_role, with_text, without_icon
from models.texts import Phrasebook

_WIDTH = 420
_MARGIN = 24
_GAP = 12


class RenameDialog(QDialog):
    """Shows the name that the user gave, "" for none: call `open()`; `renamed` carries another one. It deletes itself.

    `models` is what the measurement is called without a name of its own.
    """

    renamed = Signal(str)

    def __init__(self, name: str, models: str, *, say: Phrasebook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("lab.rename.title"))
        self._before = name
        self._name = QLineEdit(name)
        self._name.setAccessibleName(say("lab.rename.field"))
        self._name.setPlaceholderText(models)
        self._name.selectAll()
        label = plain_label(say("lab.rename.field"), Role.HEADING, wraps=False)
        label.setBuddy(self._name)
        buttons = QDialogButtonBox()
        keep = buttons.addButton(say("lab.rename.yes"), QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton(say("lab.task.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        set_role(keep, Role.PRIMARY)
        for button in (keep, cancel):
            without_icon(button)
        keep.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN - _GAP)
        column.setSpacing(_GAP)
        column.addWidget(label)
        column.addWidget(self._name)
        column.addWidget(plain_label(say("lab.rename.help"), Role.HINT))
        column.addWidget(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)
        self.finished.connect(self.deleteLater)

    def sizeHint(self) -> QSize:
        """Ask for room that grows with the text, if the screen has it."""
        wanted = QSize(with_text(_WIDTH, self.font()), super().sizeHint().height())
        return wanted.boundedTo(self.screen().availableSize())

    def _on_accepted(self) -> None:
        name = self._name.text().strip()
        if name != self._before:
            self.renamed.emit(name)
