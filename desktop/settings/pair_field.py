"""A field for a choice between two, both of which are seen."""

from enum import Enum

from PySide6.QtCore import Signal

from desktop.settings.segments import Segments
from models.texts import Phrasebook


class PairField(Segments):
    """Shows and edits one member of `choices`; `edited` carries each new one the user picks.

    The texts are `choice.<name>.<value of the member>`.
    """

    edited = Signal(object)

    def __init__(self, name: str, choices: type[Enum], *, say: Phrasebook) -> None:
        super().__init__(
            [(one, say(f"choice.{name}.{one.value}")) for one in choices], name=say(f"setting.{name}.label")
        )
        self.show_value(next(iter(choices)))
        self.chosen.connect(self.edited)
