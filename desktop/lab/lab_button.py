"""The button in the top bar that opens the lab, and says how far a measurement is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from desktop.theme import Theme, ToolButton, tooltip
from models.texts import Phrasebook


class LabButton(ToolButton):
    """Shows an icon, and beside it the part that is measured while something is; `keys` do the same."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        self.keys = QKeySequence("Ctrl+T")
        name = say("window.lab.help", keys=self.keys.toString(QKeySequence.SequenceFormat.NativeText))
        super().__init__("lab", name=name, theme=theme)
        self._say = say
        self._name = name

    def show_progress(self, fraction: float | None) -> None:
        """Show how much of a measurement is done (0 to 1), None where none runs."""
        text = "" if fraction is None else self._say("window.lab.progress", percent=round(100 * fraction))
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setText(text)
        self.setToolButtonStyle(beside if text else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setToolTip(tooltip(self._name))
        self.setAccessibleName(f"{self._name} {text}".strip())
