"""The dialog that shows how far a file is, and what came of it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from models.texts import Phrasebook

_WIDTH = 440
_MARGIN = 24
_GAP = 12
_FINE = 1000
_PATIENCE_MS = 400  # what takes less needs no dialog
_DETAILS_HEIGHT = 140


class TaskDialog(QDialog):
    """Shows one piece of work. It appears after a moment, unless the work is over by then.

    `cancelled` comes when the user wants it stopped; closing the dialog means that too. It stays usable until the work
    is over, and deletes itself then: after `end`, or when the user has closed the outcome.
    """

    cancelled = Signal()

    def __init__(self, *, title: str, say: Phrasebook, parent: QWidget) -> None:
        super().__init__(parent)
        self._say = say
        self._over = False
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._sentence = QLabel(title)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(say("notice.details"))
        self._details.setFixedHeight(_DETAILS_HEIGHT)
        self._details.hide()
        box = QDialogButtonBox()
        self._button = box.addButton(say("export.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN - _GAP)
        column.setSpacing(_GAP)
        for part in (self._sentence, self._bar, self._details, box):
            column.addWidget(part)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.open)

    @property
    def sentence(self) -> str:
        """What it says now."""
        return self._sentence.text()

    def start(self) -> None:
        """Appear in a moment."""
        self._wait.start(_PATIENCE_MS)

    def show_progress(self, sentence: str, done: int, total: int) -> None:
        """Show how much of `total` is done."""
        self._sentence.setText(sentence)
        self._bar.setRange(0, _FINE if total else 0)
        if total:
            self._bar.setValue(round(_FINE * done / total))

    def show_outcome(self, sentence: str, details: str = "") -> None:
        """Say what came of it, and stay until the user has read it."""
        self._over = True
        self._wait.stop()
        self._bar.hide()
        self._sentence.setText(sentence)
        self._details.setPlainText(details)
        self._details.setVisible(bool(details))
        self._button.setText(self._say("record.close"))
        self.adjustSize()
        self.open()
        self._button.setFocus()

    def end(self) -> None:
        """Go away: the work is over, and there is nothing to say here."""
        self._over = True
        self._wait.stop()
        self.close()
        self.deleteLater()  # closing does not, where it is not on screen

    def reject(self) -> None:
        """Close by Escape as by the button."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for the end of work that goes on. QDialog's own would call `reject`, and stay open."""
        event.accept()
        if self._over:
            self.deleteLater()
        else:
            self._over = True
            self._wait.stop()
            self.cancelled.emit()
