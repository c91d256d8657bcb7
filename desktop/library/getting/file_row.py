"""A file of a repository: its size, how well it fits, and getting it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.library.amounts import size_text
from desktop.library.fit import Fit
from desktop.library.getting.offer import FileOffer
from desktop.library.getting.transfer_strip import TransferStrip
from desktop.library.grade_pill import GradePill
from desktop.library.labels import rename
from desktop.theme import Role, Theme, plain_label, set_role, text_button
from models.downloads import DownloadState, DownloadStatus
from models.texts import Phrasebook

_SIDE = 12
_ABOVE = 6
_GAP = 8


class FileRow(QFrame):
    """Shows a `FileOffer` in a line; `name` is the file's own. Tells as a `ModelCard` does."""

    get_requested = Signal(str)
    use_requested = Signal(Path)
    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, offer: FileOffer, *, name: str, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._offer = offer
        self._name = name
        self._status: DownloadStatus | None = None
        set_role(self, Role.CARD)
        self.setAccessibleName(name)
        self._pill = GradePill(say=say, theme=theme)
        self._act = text_button("")
        self._strip = TransferStrip(say=say)
        self._lay_out()
        self._act.clicked.connect(self._on_act)
        self._strip.pause_requested.connect(self.pause_requested)
        self._strip.resume_requested.connect(self.resume_requested)
        self._strip.cancel_requested.connect(self.cancel_requested)
        self._show()

    @property
    def id(self) -> str:
        """The download's id."""
        return self._offer.id

    def show_fit(self, fit: Fit | None) -> None:
        """Show how well it fits."""
        self._offer = replace(self._offer, fit=fit)
        self._show()

    def show_here(self, path: Path | None) -> None:
        """Show that it is on this machine, or no longer."""
        self._offer = replace(self._offer, here=path)
        self._show()

    def show_transfer(self, status: DownloadStatus | None) -> None:
        """Show how far its download is, None for none."""
        self._status = status
        self._show()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._pill.apply_theme(theme)

    def _lay_out(self) -> None:
        title = plain_label(self._offer.quantization or self._name)
        title.setToolTip(self._name)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(title)
        row.addWidget(plain_label(size_text(self._offer.bytes, self._say), Role.HINT, wraps=False))
        row.addStretch(1)
        row.addWidget(self._pill)
        row.addWidget(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _ABOVE, _ABOVE, _ABOVE)
        column.setSpacing(_GAP)
        column.addLayout(row)
        column.addWidget(self._strip)

    def _show(self) -> None:
        underway = self._status is not None and self._status.state is not DownloadState.DONE
        self._pill.show_fit(self._offer.fit)
        self._strip.show_status(self._status if underway else None)
        verb = self._say("pages.use") if self._offer.here is not None else self._say("pages.get")
        rename(self._act, verb, name=f"{verb}: {self._name}")
        self._act.setVisible(not underway)

    def _on_act(self) -> None:
        if self._offer.here is not None:
            self.use_requested.emit(self._offer.here)
        else:
            self.get_requested.emit(self._offer.id)
