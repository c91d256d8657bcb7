"""The page of downloads under way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.library.getting.transfer_strip import TransferStrip
from desktop.settings import ScrollColumn
from desktop.theme import Role, plain_label, set_role
from models.downloads import DownloadState, DownloadStatus
from models.texts import Phrasebook

_GAP = 12
_MARGIN = 16


class _Transfer(QFrame):
    """One download: its title, where it comes from, and how far it is."""

    def __init__(self, status: DownloadStatus, *, say: Phrasebook) -> None:
        super().__init__()
        set_role(self, Role.CARD)
        self.setAccessibleName(status.request.title)
        self.strip = TransferStrip(say=say)
        self._say = say
        self._note = plain_label(role=Role.HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
        column.setSpacing(_GAP // 2)
        column.addWidget(plain_label(status.request.title, Role.TITLE))
        column.addWidget(self._note)
        column.addWidget(self.strip)
        self.show_status(status)

    def show_status(self, status: DownloadStatus) -> None:
        """Show how far it is."""
        origin = ", ".join(dict.fromkeys(file.repository for file in status.request.files))
        note = self._say("pages.transfer.from", repository=origin)
        if status.hash_from_hub:
            note = f"{note} · {self._say('pages.transfer.hub_hash')}"
        self._note.setText(note)
        self.strip.show_status(status)


class DownloadsPage(QWidget):
    """Shows each `DownloadStatus` that is not done; tells by ids what the user wants."""

    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, *, say: Phrasebook, margin: int) -> None:
        super().__init__()
        self._say = say
        self._transfers: dict[str, _Transfer] = {}
        self._nothing = plain_label(say("pages.transfers.none"))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self._nothing, Role.HINT)
        content = QWidget()
        column = self._column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(content, spacing=0, margin=margin))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._transfers)

    def show_transfer(self, status: DownloadStatus) -> None:
        """Show how far a download is; one that is done goes."""
        known = self._transfers.get(status.request.id)
        if status.state is DownloadState.DONE:
            self.forget_transfer(status.request.id)
        elif known is not None:
            known.show_status(status)
        else:
            self._add(status)

    def forget_transfer(self, transfer: str) -> None:
        """Take a download away."""
        gone = self._transfers.pop(transfer, None)
        if gone is not None:
            gone.hide()
            gone.deleteLater()
        self._nothing.setVisible(not self._transfers)

    def _add(self, status: DownloadStatus) -> None:
        added = self._transfers[status.request.id] = _Transfer(status, say=self._say)
        added.strip.pause_requested.connect(self.pause_requested)
        added.strip.resume_requested.connect(self.resume_requested)
        added.strip.cancel_requested.connect(self.cancel_requested)
        self._column.addWidget(added)
        self._nothing.hide()
