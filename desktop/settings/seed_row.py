"""The seed: a new one for each answer, or one that stays, typed or thrown with a dice."""

import secrets
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings.row import SettingRow
from desktop.settings.segments import Segments
from desktop.theme import Theme, ToolButton
from models.settings import Declaration
from models.texts import Phrasebook

_THROW_BELOW = 1_000_000_000  # nine digits fit the field and are still easy to read out


class SeedChoice(Enum):
    """Whether answers can be repeated."""

    RANDOM = "random"
    FIXED = "fixed"


class SeedRow(QWidget):
    """Random or fixed, and the seed where it is fixed; `edited("seed", value)` carries None for random."""

    edited = Signal(str, object)

    def __init__(self, declaration: Declaration, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        texts = [(choice, say(f"panel.seed.{choice.value}")) for choice in SeedChoice]
        self._choice = Segments(texts, name=say("setting.seed.label"))
        self._row = SettingRow(declaration, say=say, theme=theme, automatic=say("panel.seed.random"))
        self._dice = ToolButton("dice", name=say("panel.seed.throw"), theme=theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._row)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self._choice, 1)
        choices.addWidget(self._dice)
        column.addLayout(choices)
        self._row.edited.connect(self._on_edited)
        self._choice.chosen.connect(self._on_chosen)
        self._dice.clicked.connect(self._on_dice)
        self._show_choice(None)

    def show_value(self, value: object, *, home: object) -> None:
        """Show a seed, None for random, and what the reset button goes back to, without telling."""
        self._row.show_value(value, home=home)
        self._show_choice(value)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._row.apply_theme(theme)
        self._dice.apply_theme(theme)

    def _show_choice(self, value: object) -> None:
        self._choice.show_value(SeedChoice.RANDOM if value is None else SeedChoice.FIXED)

    def _on_edited(self, name: str, value: object) -> None:
        self._show_choice(value)
        self.edited.emit(name, value)

    def _on_chosen(self, choice: SeedChoice) -> None:
        if choice is SeedChoice.RANDOM:
            self._row.set_value(None)
        elif self._row.field.current() is None:
            self._on_dice()

    def _on_dice(self) -> None:
        self._row.set_value(secrets.randbelow(_THROW_BELOW))
