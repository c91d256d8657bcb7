"""How far a download is, and what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.library.amounts import rate_text, size_text, time_left_text
from desktop.theme import Role, plain_label, set_role, text_button, tooltip
from models.downloads import DownloadState, DownloadStatus
from models.texts import Phrasebook

_FINE = 1000
_GAP = 8
_HALTED = (DownloadState.PAUSED, DownloadState.FAILED)


class TransferStrip(QWidget):
    """Shows a `DownloadStatus`; tells what the user wants done with it by its id. Hidden while it shows none."""

    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._status: DownloadStatus | None = None
        self._bar = QProgressBar()
        self._bar.setRange(0, _FINE)
        self._bar.setTextVisible(False)
        self._sentence = plain_label(role=Role.HINT)
        self._halt = text_button("")
        self._cancel = text_button(say("pages.cancel"), Role.QUIET)
        self._cancel.setToolTip(tooltip(say("pages.transfer.cancel.help")))
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP)
        buttons.addWidget(self._sentence, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._halt)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._bar)
        column.addLayout(buttons)
        self._halt.clicked.connect(self._on_halt)
        self._cancel.clicked.connect(self._on_cancel)
        self.hide()

    @property
    def status(self) -> DownloadStatus | None:
        """What is shown."""
        return self._status

    def show_status(self, status: DownloadStatus | None) -> None:
        """Show how far a download is, None for none."""
        self._status = status
        self.setVisible(status is not None)
        if status is None:
            return
        title = status.request.title
        failed = status.state is DownloadState.FAILED
        self._bar.setValue(round(_FINE * _fraction(status)))
        self._bar.setAccessibleName(self._say("pages.transfer.name", title=title))
        set_role(self._sentence, Role.DANGER if failed else Role.HINT)
        self._sentence.setText(transfer_words(status, self._say))
        self._sentence.setToolTip(tooltip(status.details) if status.details else "")
        text = self._say(f"pages.transfer.{_action(status)}")
        self._halt.setText(text)
        self._halt.setAccessibleName(f"{text}: {title}")
        self._halt.setHidden(status.state in (DownloadState.CHECKING, DownloadState.DONE))
        self._cancel.setAccessibleName(f"{self._cancel.text()}: {title}")
        self._cancel.setHidden(status.state is DownloadState.DONE)

    def _on_halt(self) -> None:
        if self._status is not None:
            halted = self._status.state in _HALTED
            (self.resume_requested if halted else self.pause_requested).emit(self._status.request.id)

    def _on_cancel(self) -> None:
        if self._status is not None:
            self.cancel_requested.emit(self._status.request.id)


def transfer_words(status: DownloadStatus, say: Phrasebook) -> str:
    """Return how far a download is, in a line; where it failed, why."""
    match status.state:
        case DownloadState.RUNNING:
            parts = [_amount(status, say)]
            if status.bytes_per_second > 0:
                parts.append(rate_text(status.bytes_per_second))
            if status.seconds_left is not None:
                parts.append(time_left_text(status.seconds_left, say))
            return " · ".join(parts)
        case DownloadState.PAUSED:
            return say("pages.transfer.paused", amount=_amount(status, say))
        case DownloadState.FAILED if status.problem is not None:
            return say.phrase(status.problem)
        case _:
            return say(f"pages.transfer.state.{status.state.value}")


def _amount(status: DownloadStatus, say: Phrasebook) -> str:
    done = size_text(status.done_bytes, say)
    if status.total_bytes is None:
        return done
    return say("pages.transfer.amount", done=done, total=size_text(status.total_bytes, say))


def _fraction(status: DownloadStatus) -> float:
    if status.state in (DownloadState.CHECKING, DownloadState.DONE):
        return 1.0
    return min(status.done_bytes / status.total_bytes, 1.0) if status.total_bytes else 0.0


def _action(status: DownloadStatus) -> str:
    if status.state is DownloadState.FAILED:
        return "retry"
    return "resume" if status.state is DownloadState.PAUSED else "pause"
