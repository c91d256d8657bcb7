"""The lines beside an answer while it grows: each finished block gets its own as soon as it is known what wrote it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.stage import Stage
from desktop.conversation.transcript.view import WarmthView


class LiveWarmth(QObject):
    """Shows what was told of an answer that grows; `changed` says that its lines are to be drawn again."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage

    def show(self, message: int, warmths: Sequence[WarmthView], *, thinking: int, written: int) -> None:
        """Show the stretches of a growing message, which are known of so many characters of its two texts.

        What comes behind those has no line until more is told. Raises KeyError for an unknown message.
        """
        item = self._stage.item(message)
        item.view = replace(item.view, warmths=tuple(warmths))
        item.lined = {Section.THINKING: thinking, Section.ANSWER: written}
        self.changed.emit()
