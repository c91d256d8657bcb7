"""A model of the catalogue: what it is, its files, how well it fits, and getting it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.library.amounts import parameters_text, size_text
from desktop.library.fit import Fit
from desktop.library.getting.file_choice import FileChoice
from desktop.library.getting.offer import FileOffer, ModelOffer
from desktop.library.getting.transfer_strip import TransferStrip
from desktop.library.grade_pill import GradePill
from desktop.library.labels import rename
from desktop.theme import Role, Theme, plain_label, set_role, text_button
from models.downloads import DownloadState, DownloadStatus
from models.texts import Phrasebook

_MARGIN = 16
_GAP = 8


class ModelCard(QFrame):
    """Shows a `ModelOffer`. Tells by the file's id what the user wants got or planned, by its path what used."""

    get_requested = Signal(str)
    plan_requested = Signal(str)
    use_requested = Signal(Path)
    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, offer: ModelOffer, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._offer = offer
        self._loaded: Path | None = None
        self._transfers: dict[str, DownloadStatus] = {}
        set_role(self, Role.CARD)
        self.setAccessibleName(offer.name)
        self._pill = GradePill(say=say, theme=theme)
        here = next((file.id for file in offer.files if file.here is not None), offer.default)
        self._files = FileChoice(say=say, name=offer.name)
        self._files.show_files(offer.files, recommended=offer.default, current=here)
        self._files.setVisible(len(offer.files) > 1)
        self._only = plain_label(role=Role.HINT, wraps=False)
        self._only.setVisible(len(offer.files) == 1)
        self._state = plain_label(role=Role.GOOD, wraps=False)
        self._plan = text_button(say("pages.plan"), Role.LINK, name=say("pages.plan.name", name=offer.name))
        self._act = text_button("")
        self._strip = TransferStrip(say=say)
        self._lay_out()
        self._connect()
        self._show()

    @property
    def file(self) -> FileOffer:
        """The file that is chosen."""
        current = self._files.current()
        return next(file for file in self._offer.files if file.id == current)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all its files."""
        return tuple(file.id for file in self._offer.files)

    def show_fit(self, file: str, fit: Fit | None) -> None:
        """Show how well one of the files fits."""
        self._change(file, fit=fit)

    def show_here(self, file: str, path: Path | None) -> None:
        """Show that one of the files is on this machine, or no longer."""
        self._change(file, here=path)

    def show_loaded(self, path: Path | None) -> None:
        """Mark the loaded model, if it is this one."""
        self._loaded = path
        self._show()

    def show_transfer(self, status: DownloadStatus) -> None:
        """Show how far the download of one of the files is; the card shows the file it is about."""
        known = status.request.id in self._transfers
        self._transfers[status.request.id] = status
        if not known and self._files.findData(status.request.id) >= 0:
            self._files.setCurrentIndex(self._files.findData(status.request.id))
        self._show()

    def forget_transfer(self, file: str) -> None:
        """Show no download of a file any more."""
        if self._transfers.pop(file, None) is not None:
            self._show()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._pill.apply_theme(theme)

    def _change(self, file: str, **changes: object) -> None:
        files = tuple(
            replace(one, **changes) if one.id == file else one  # type: ignore[arg-type]  # named fields
            for one in self._offer.files
        )
        self._offer = replace(self._offer, files=files)
        self._show()

    def _lay_out(self) -> None:
        say, offer = self._say, self._offer
        top = QHBoxLayout()
        top.setSpacing(_GAP)
        top.addWidget(plain_label(offer.name, Role.TITLE), 1)
        top.addWidget(self._pill)
        facts = (
            parameters_text(offer.parameters, say),
            say("picker.context", tokens=f"{offer.context:,}"),
            say("pages.licence", licence=offer.licence),
        )
        bottom = QHBoxLayout()
        bottom.setSpacing(_GAP)
        bottom.addWidget(self._files)
        bottom.addWidget(self._only)
        bottom.addWidget(self._plan)
        bottom.addStretch(1)
        bottom.addWidget(self._state)
        bottom.addWidget(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, _MARGIN - 4)
        column.setSpacing(_GAP - 2)
        column.addLayout(top)
        column.addWidget(plain_label(offer.good_at))
        column.addWidget(plain_label(" · ".join(facts), Role.HINT))
        column.addLayout(bottom)
        column.addWidget(self._strip)

    def _connect(self) -> None:
        self._files.chosen.connect(self._show)
        self._plan.clicked.connect(lambda: self.plan_requested.emit(self.file.id))
        self._act.clicked.connect(self._on_act)
        self._strip.pause_requested.connect(self.pause_requested)
        self._strip.resume_requested.connect(self.resume_requested)
        self._strip.cancel_requested.connect(self.cancel_requested)

    def _show(self) -> None:
        say, file = self._say, self.file
        status = self._transfers.get(file.id)
        underway = status is not None and status.state is not DownloadState.DONE
        loaded = file.here is not None and file.here == self._loaded
        self._pill.show_fit(file.fit)
        self._only.setText(f"{file.quantization} · {size_text(file.bytes, say, about=file.about)}")
        self._strip.show_status(status if underway else None)
        self._state.setText(say("pages.in_use") if loaded else say("pages.here"))
        self._state.setVisible(file.here is not None)
        verb = say("pages.use") if file.here is not None else say("pages.get")
        rename(self._act, verb, name=f"{verb}: {self._offer.name}, {file.quantization}")
        set_role(self._act, Role.PRIMARY)
        self._act.setVisible(not underway and not loaded)

    def _on_act(self) -> None:
        file = self.file
        if file.here is not None:
            self.use_requested.emit(file.here)
        else:
            self.get_requested.emit(file.id)
