"""The page of models that can be had: the catalogue, and any other repository."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.library.fit import Fit
from desktop.library.getting.model_card import ModelCard
from desktop.library.getting.offer import ModelOffer
from desktop.library.getting.repository_box import ListedOffer, RepositoryBox
from desktop.settings import ScrollColumn
from desktop.theme import Role, Theme, plain_label
from models.downloads import DownloadStatus
from models.texts import Phrasebook

_GAP = 12
_SECTION = 8


class CataloguePage(QWidget):
    """Shows `ModelOffer`s and a `RepositoryBox`; tells by ids of files what the user wants."""

    get_requested = Signal(str)
    plan_requested = Signal(str)
    use_requested = Signal(Path)
    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)
    list_requested = Signal(str)

    def __init__(self, *, say: Phrasebook, theme: Theme, margin: int) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._cards: list[ModelCard] = []
        self._machine = plain_label(role=Role.HINT)
        self.repository = RepositoryBox(say=say, theme=theme)
        content = QWidget()
        column = self._column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._machine)
        column.addSpacing(_SECTION)
        column.addWidget(self.repository)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(content, spacing=0, margin=margin))
        self.show_machine(say("pages.machine.asking"))
        self._pass_on(self.repository)
        self.repository.list_requested.connect(self.list_requested)

    def show_models(self, offers: Sequence[ModelOffer]) -> None:
        """Show these models, the first one on top."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [ModelCard(offer, say=self._say, theme=self._theme) for offer in offers]
        for place, card in enumerate(self._cards, start=1):
            self._column.insertWidget(place, card)
            self._pass_on(card)
            card.plan_requested.connect(self.plan_requested)

    def show_machine(self, sentence: str) -> None:
        """Say what the grades are about: this machine's devices and memory."""
        self._machine.setText(sentence)

    def show_fit(self, file: str, fit: Fit | None) -> None:
        """Show how well a file fits."""
        for card in self._cards:
            card.show_fit(file, fit)
        self.repository.show_fit(file, fit)

    def show_here(self, file: str, path: Path | None) -> None:
        """Show that a file is on this machine, or no longer."""
        for card in self._cards:
            card.show_here(file, path)
        self.repository.show_here(file, path)

    def show_loaded(self, path: Path | None) -> None:
        """Mark the loaded model."""
        for card in self._cards:
            card.show_loaded(path)

    def show_transfer(self, status: DownloadStatus) -> None:
        """Show how far a download is."""
        for card in self._cards:
            if status.request.id in card.ids:
                card.show_transfer(status)
        self.repository.show_transfer(status)

    def forget_transfer(self, file: str) -> None:
        """Show no download of a file any more."""
        for card in self._cards:
            card.forget_transfer(file)
        self.repository.forget_transfer(file)

    def show_listing(self, files: Sequence[ListedOffer], *, about: str) -> None:
        """Show what a repository holds."""
        self.repository.show_listing(files, about=about)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.repository.apply_theme(theme)
        for card in self._cards:
            card.apply_theme(theme)

    def _pass_on(self, part: ModelCard | RepositoryBox) -> None:
        part.get_requested.connect(self.get_requested)
        part.use_requested.connect(self.use_requested)
        part.pause_requested.connect(self.pause_requested)
        part.resume_requested.connect(self.resume_requested)
        part.cancel_requested.connect(self.cancel_requested)
