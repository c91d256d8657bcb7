"""The step after the first minute: a model that is better than the one that came with the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.library import shown_size
from models.catalog import recommended, role_of

if TYPE_CHECKING:
    from desktop.control.downloading import Downloading
    from desktop.control.library.models_window import LibraryController
    from desktop.control.loading import ModelLoading
    from desktop.conversation import StarterOffer
    from models.downloads import DownloadStatus
    from models.engine import Loaded
    from models.texts import Phrasebook


class NextModel(QObject):
    """Offers the recommended model while nothing but what came with the program is here, and says how far it is.

    Nothing goes over the network before the user takes the offer. None is made where the user is offline by choice.
    """

    def __init__(
        self,
        *,
        offer: StarterOffer,
        library: LibraryController,
        downloading: Downloading,
        loading: ModelLoading,
        say: Phrasebook,
    ) -> None:
        super().__init__(offer)
        self._offer = offer
        self._library = library
        self._downloading = downloading
        self._loading = loading
        self._say = say
        self._model = recommended()
        self._id = f"{self._model.id}:{self._model.default}"
        offer.taken.connect(self._on_taken)
        loading.loaded.connect(self._look)
        loading.nothing.connect(offer.hide)
        downloading.changed.connect(self._on_transfer)
        downloading.network_changed.connect(self._look)
        library.arrived.connect(self._look)
        if loading.current is not None:
            self._look()

    def _look(self, *_told: object) -> None:
        """Find out whether there are other models; the answer comes later."""
        loaded = self._loading.current
        if loaded is not None and role_of(Path(loaded.model.path)) is not None:
            self._library.look_for_others(self._on_looked)
        else:
            self._offer.hide()

    def _on_looked(self, others: bool) -> None:  # noqa: FBT001 - told by the work in the background
        loaded = self._loading.current
        status = self._status()
        if loaded is None or others or self._downloading.network.offline:
            self._offer.hide()
        elif status is not None:
            self._show_transfer(status)
        else:
            self._make_offer(loaded)

    def _make_offer(self, loaded: Loaded) -> None:
        role = role_of(Path(loaded.model.path))
        if role is None:  # another one was loaded meanwhile
            return
        files = self._model.files_of(self._model.default)
        size = shown_size(sum(file.bytes or file.approximate_bytes or 0 for file in files))
        better = self._model.name
        sentence = self._say(f"empty.next.{role.value}", name=loaded.model.name, better=better, size=size)
        self._offer.offer(sentence, self._say("empty.next.get"))

    def _status(self) -> DownloadStatus | None:
        """Return how far it is, None where it is not under way; what was downloaded may have been removed again."""
        statuses = self._downloading.statuses()
        if not statuses:
            return None
        from models.downloads import DownloadState  # loaded by now

        mine = (status for status in statuses if status.request.id == self._id)
        return next((status for status in mine if status.state is not DownloadState.DONE), None)

    def _on_transfer(self, status: DownloadStatus) -> None:
        from models.downloads import DownloadState  # loaded by now

        if status.request.id != self._id or self._offer.isHidden():
            return
        if status.state in {DownloadState.CANCELLED, DownloadState.DONE}:
            self._look()
        else:
            self._show_transfer(status)

    def _show_transfer(self, status: DownloadStatus) -> None:
        from models.downloads import DownloadState  # loaded by now

        if status.state in {DownloadState.PAUSED, DownloadState.FAILED}:
            sentence = self._say("empty.next.stopped", better=self._model.name)
        else:
            percent = 100 * status.done_bytes // max(status.total_bytes or 0, status.done_bytes, 1)
            sentence = self._say("empty.next.underway", better=self._model.name, percent=percent)
        self._offer.offer(sentence, self._say("empty.next.show"))

    def _on_taken(self) -> None:
        if self._status() is not None:
            self._library.open()
        else:
            self._downloading.get(self._model, self._model.default)
