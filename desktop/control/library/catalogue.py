"""The page of models that can be had: offers, grades, downloads, other repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.control.library.fits import fit_of, guessed_shape, wish_of
from desktop.control.library.offers import file_id, listed_offers, offers
from desktop.library import memory_text
from models.catalog import KnownModel, known_model, known_models
from models.downloads import DownloadRequest, Listing, request_for_listed
from models.engine import settled_shape
from models.runtime import ModelShape, shape_of_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop.control.downloading import Downloading
    from desktop.control.library.shelf import Shelf
    from desktop.control.machine import Machine
    from desktop.library import ModelsDialog
    from models.engine import EngineSettings
    from models.errors import UserError
    from models.texts import Phrasebook


class CatalogueController(QObject):
    """Fills the page and starts what it asks for."""

    def __init__(
        self,
        *,
        dialog: ModelsDialog,
        downloading: Downloading,
        machine: Machine,
        shelf: Shelf,
        settings: Callable[[], EngineSettings],
        say: Phrasebook,
    ) -> None:
        super().__init__(dialog)
        self._page = dialog.catalogue
        self._downloading = downloading
        self._machine = machine
        self._shelf = shelf
        self._settings = settings
        self._say = say
        self._listed: dict[str, tuple[DownloadRequest, int | None]] = {}
        self._page.show_models(offers(_starter_last(), say))
        self._page.get_requested.connect(self._on_get)
        self._page.list_requested.connect(self._on_list)
        machine.found.connect(self._on_found)
        shelf.listed.connect(self._show_here)
        if machine.facts is not None:
            self._on_found()
        self._show_here()

    def refresh(self) -> None:
        """Grade everything again: other settings may be in force."""
        settings, facts = self._settings(), self._machine.facts
        for file, shape in self._shapes():
            settled = settled_shape(shape, settings) if shape is not None else None
            self._page.show_fit(file, fit_of(settled, facts, wish_of(settings)))

    def _shapes(self) -> Iterator[tuple[str, ModelShape | None]]:
        for model in known_models():
            for quantization in model.quantizations:
                yield file_id(model, quantization), shape_of_known(model, quantization)
        for file, (_, size) in self._listed.items():
            yield file, guessed_shape(size) if size is not None else None

    def _on_found(self) -> None:
        facts = self._machine.facts
        if facts is None:
            return
        memory = memory_text(facts.memory)
        if facts.devices:
            first = facts.devices[0]
            free = memory_text(first.memory.free)
            sentence = self._say("pages.machine.gpu", device=first.label, free=free, memory=memory)
        else:
            sentence = self._say("pages.machine.cpu", memory=memory)
        self._page.show_machine(sentence)
        self.refresh()

    def _show_here(self) -> None:
        here = {model.id.lower(): model.path for model in self._shelf.models if model.problem is None}
        names = {model.path.name: model.path for model in self._shelf.models if model.problem is None}
        for model in known_models():
            for quantization in model.quantizations:
                file = file_id(model, quantization)
                self._page.show_here(file, here.get(file.lower()))
        for file, (request, _) in self._listed.items():
            self._page.show_here(file, names.get(request.files[0].name))

    def _on_get(self, file: str) -> None:
        if file in self._listed:
            self._downloading.start(self._listed[file][0])
            return
        model = known_model(file)
        if model is not None:
            self._downloading.get(model, file.partition(":")[2])

    def _on_list(self, repository: str) -> None:
        self._listed.clear()
        self._page.repository.show_busy(repository)
        self._downloading.list_repository(repository, self._on_listing, self._on_not_listed)

    def _on_listing(self, listing: Listing) -> None:
        asked = [(request_for_listed(listing, file), file) for file in listing.files]
        requests = {request.id: (request, file) for request, file in asked}
        self._listed = {one: (request, file.bytes) for one, (request, file) in requests.items()}
        say, count = self._say, len(listing.files)
        licence = listing.licence or say("pages.repository.no_licence")
        about = say(
            "pages.repository.found.one" if count == 1 else "pages.repository.found",
            **({} if count == 1 else {"count": count}),
            repository=listing.repository,
            licence=licence,
        )
        if listing.gated:
            about = f"{about} {say('pages.repository.gated')}"
        self._page.show_listing(listed_offers(requests.values()), about=about)
        self.refresh()
        self._show_here()
        for status in self._downloading.statuses():
            self._page.show_transfer(status)

    def _on_not_listed(self, error: UserError) -> None:
        self._page.repository.show_problem(self._say.phrase(error.text))


def _starter_last() -> list[KnownModel]:
    """Return the catalogue with what everybody has already at the end."""
    return sorted(known_models(), key=lambda model: any(file.role is not None for file in model.files))
