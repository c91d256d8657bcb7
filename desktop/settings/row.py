"""One setting of a panel: label, help, reset and field, built from its declaration."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.settings.fields import WIDE, field_for
from desktop.settings.help_button import HelpButton
from desktop.theme import Role, Theme, ToolButton, set_role
from models.settings import Declaration
from models.texts import Phrasebook

_GAP = 2


class SettingRow(QWidget):
    """Label, help, reset and field of one setting; `edited(name, value)` tells of each change the user makes.

    The texts are `setting.<name>.label` and `.help`, those of a choice `choice.<name>.<value>`. The reset
    button is there only while the value differs from the one it goes back to.
    """

    edited = Signal(str, object)

    def __init__(self, declaration: Declaration, *, say: Phrasebook, theme: Theme, automatic: str = "") -> None:
        super().__init__()
        self.declaration = declaration
        self._home = declaration.default
        label_text = say(f"setting.{declaration.name}.label")
        help_text = say(f"setting.{declaration.name}.help")
        self.field = field_for(declaration, say=say, automatic=automatic or say("panel.automatic"))
        self.field.setAccessibleName(label_text)
        self.field.setAccessibleDescription(help_text)
        self._label = QLabel(label_text)
        self._label.setBuddy(self.field)
        self._help = HelpButton(help_text, name=say("panel.help", setting=label_text), theme=theme)
        self._reset = ToolButton("reset", name=say("panel.reset", setting=label_text), theme=theme)
        self._reset.keep_room()
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        set_role(self._hint, Role.CAUTION)
        self._hint.hide()
        self._lay_out()
        self._show_changed()
        self.field.edited.connect(self._on_edited)
        self._reset.clicked.connect(self._on_reset)

    @property
    def changed(self) -> bool:
        """Whether the value differs from the one that the reset button goes back to."""
        return bool(self.field.current() != self._home)

    def show_value(self, value: object, *, home: object) -> None:
        """Show a value and what the reset button goes back to, without telling."""
        self._home = home
        self.field.show_value(value)
        self._show_changed()

    def set_value(self, value: object) -> None:
        """Take a value as if the user had typed it, and tell."""
        self.field.show_value(value)
        self._on_edited(self.field.current())

    def show_hint(self, text: str) -> None:
        """Show a sentence of caution below the setting; an empty one takes it away."""
        self._hint.setText(text)
        self._hint.setHidden(not text)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._help.apply_theme(theme)
        self._reset.apply_theme(theme)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._label)
        row.addWidget(self._help, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * _GAP)
        column.addLayout(row)
        if isinstance(self.field, WIDE):
            column.addWidget(self.field)
        else:
            row.addWidget(self.field)
        column.addWidget(self._hint)

    def _show_changed(self) -> None:
        self._reset.setVisible(self.changed)

    def _on_edited(self, value: object) -> None:
        self._show_changed()
        self.edited.emit(self.declaration.name, value)

    def _on_reset(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)  # the button is about to vanish
        self.set_value(self._home)
