"""The settings of the engine: changed here, in force when the model is loaded again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.settings.row import SettingRow
from desktop.settings.values import with_value
from desktop.theme import Role, Theme, set_role
from models.engine import ROPE_FIELDS, EngineSettings
from models.settings import declarations
from models.texts import Phrasebook

_GAP = 8
_DETAILS = frozenset(name for names in ROPE_FIELDS.values() for name in names)


class EngineGroup(QWidget):
    """Rows for `EngineSettings`; `applied` carries them when the user presses the button, not before."""

    applied = Signal(object)

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._in_force = EngineSettings()
        self._chosen = self._in_force
        self._shown = False
        self._rows = [SettingRow(item, say=say, theme=theme) for item in declarations(EngineSettings)]
        self._note = QLabel(say("panel.engine.note"))
        self._note.setWordWrap(True)
        set_role(self._note, Role.HINT)
        self._apply = QPushButton(say("panel.engine.apply"))
        self._apply.setToolTip(say("panel.engine.note"))
        self._lay_out()
        self._show_details()
        self._show_pending()
        for row in self._rows:
            row.edited.connect(self._on_edited)
        self._apply.clicked.connect(self._on_apply)

    @property
    def pending(self) -> bool:
        """Whether something was changed that is not in force."""
        return self._chosen != self._in_force

    def show_settings(self, settings: EngineSettings) -> None:
        """Show what models are loaded with. Where that is another than before, changes not applied are given up."""
        if settings == self._in_force and self._shown:
            return
        self._shown = True
        self._in_force = self._chosen = settings
        for row in self._rows:
            name = row.declaration.name
            row.show_value(getattr(settings, name), home=row.declaration.default)
        self._show_details()
        self._show_pending()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for row in self._rows:
            row.apply_theme(theme)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for row in self._rows:
            column.addWidget(row)
        column.addWidget(self._note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._apply)
        column.addLayout(buttons)

    def _show_details(self) -> None:
        """Show of the settings for long contexts only those that count."""
        for row in self._rows:
            name = row.declaration.name
            if name in _DETAILS:
                row.setVisible(name in ROPE_FIELDS[self._chosen.rope_scaling])

    def _show_pending(self) -> None:
        self._apply.setEnabled(self.pending)

    def _on_edited(self, name: str, value: object) -> None:
        self._chosen = with_value(self._chosen, name, value)
        self._show_details()
        self._show_pending()

    def _on_apply(self) -> None:
        self._in_force, self._shown = self._chosen, True
        self._show_pending()
        self.applied.emit(self._chosen)
