"""The record of an answer, opened from its quiet line, and the answer made again from it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.control.answering import Answering
from desktop.control.bridge import EngineBridge
from desktop.conversation import Transcript
from models.history import History
from models.texts import Phrasebook


class RecordController(QObject):
    """Opens a dialog for each record that is asked for."""

    def __init__(
        self,
        *,
        bridge: EngineBridge,
        history: History,
        answering: Answering,
        transcript: Transcript,
        say: Phrasebook,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._history = history
        self._answering = answering
        self._say = say
        self._window = window
        transcript.record_requested.connect(self._on_record)

    def _on_record(self, answer: int) -> None:
        record = self._history.messages.get(answer).record
        if record is None:
            return
        from desktop.control.reproducing import Reproducing
        from desktop.control.reproduction import Reproduction  # seldom needed: not at start
        from desktop.conversation import RecordDialog

        dialog = RecordDialog(record, say=self._say, parent=self._window)
        reproducing = Reproducing(bridge=self._bridge, history=self._history, answering=self._answering, parent=dialog)
        Reproduction(answer, record, box=dialog.reproduce, reproducing=reproducing, say=self._say)
        dialog.finished.connect(reproducing.stop)
        dialog.open()
