"""Showing the reader one message among many: it is brought on screen and glows for a moment."""

from typing import Final

from PySide6.QtCore import QObject, QTimeLine, Signal

from desktop.conversation.transcript.stage import Stage

_GLOW_MS: Final = 1600
_STEP_MS: Final = 40  # a glow that fades needs no more frames


class Showing(QObject):
    """Brings messages on screen. `changed` asks for drawing anew while one glows."""

    changed = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._time = QTimeLine(_GLOW_MS, self)
        self._time.setUpdateInterval(_STEP_MS)
        self._time.valueChanged.connect(self._on_time)
        self._time.finished.connect(self._on_end)

    def show(self, message: int) -> None:
        """Let the screen begin at a message and let that glow. Raises KeyError for an unknown one."""
        self._stage.flow.number(message)
        self._stage.reading.begin_at(message)
        self._time.stop()
        self._stage.attention.glowing = message
        self._stage.attention.glow = 1.0
        self._time.start()

    def _on_time(self, share: float) -> None:
        self._stage.attention.glow = 1.0 - share
        self.changed.emit()

    def _on_end(self) -> None:
        self._stage.attention.glowing = None
        self.changed.emit()
