"""How long a model may think, by a name for each length."""

from enum import Enum

from PySide6.QtCore import Signal

from desktop.settings.segments import Segments
from models.texts import Phrasebook


class Budget(Enum):
    """The lengths that have a name."""

    OFF = "off"
    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


_TOKENS = {Budget.OFF: 0, Budget.SHORT: 512, Budget.MEDIUM: 2048, Budget.LONG: 8192}


class ThinkingBudget(Segments):
    """Offers each `Budget`; `tokens_chosen` carries its tokens. With other numbers, and no limit, none is chosen."""

    tokens_chosen = Signal(object)

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__(
            [(budget, say(f"panel.thinking.{budget.value}")) for budget in Budget],
            name=say("setting.max_thinking_tokens.label"),
        )
        self.chosen.connect(self._on_chosen)

    def show_tokens(self, tokens: object) -> None:
        """Show which budget a number of tokens is, without telling."""
        for budget, its_tokens in _TOKENS.items():
            if its_tokens == tokens:
                self.show_value(budget)
                return
        self.show_none()

    def _on_chosen(self, budget: Budget) -> None:
        self.tokens_chosen.emit(_TOKENS[budget])
