"""Downloads as the window has them: statuses become signals, and what waits is done beside its thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.background import Background
from models.errors import UserError
from models.paths import Paths
from models.settings import NETWORK, NetworkSettings, SettingsStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.catalog import Hub, KnownModel
    from models.downloads import DownloadRequest, Downloads, DownloadStatus, Listing
    from models.release import Release, ReleaseSource


class Downloading(QObject):
    """All downloads of the program. The client behind it is made when it is first needed.

    `changed` carries every new status (`DownloadStatus`), in the window's thread.
    """

    changed = Signal(object)
    failed = Signal(UserError)
    network_changed = Signal()
    token_known = Signal(bool)
    token_failed = Signal(UserError)

    def __init__(self, *, store: SettingsStore, paths: Paths) -> None:
        super().__init__()
        self._store = store
        self._paths = paths
        self._client: Downloads | None = None
        self._background = Background(self)
        self._looked = False
        self._to_go_on: set[str] = set()  # downloads: what a change of the network pauses, but nobody else
        self._changing = threading.Lock()

    @property
    def network(self) -> NetworkSettings:
        """How the network may be used."""
        return self._store.load(NETWORK)

    @property
    def hub(self) -> Hub:
        """Where repositories are looked up."""
        from models.downloads import hub_in_use

        return hub_in_use(self.network)

    def statuses(self) -> tuple[DownloadStatus, ...]:
        """Return what is known of all downloads now."""
        return self._client.statuses() if self._client is not None else ()

    def look_for_unfinished(self) -> None:
        """Look once for downloads that an earlier run left; `changed` carries each."""
        if not self._looked:
            self._looked = True
            client = self._made()
            self._background.run(client.unfinished, self._on_unfinished, self.failed.emit, name="unfinished downloads")

    def get(self, model: KnownModel, quantization: str) -> None:
        """Download a model of the catalogue."""
        from models.downloads import files_for, request_for  # not before it is asked for

        network = self.network
        self._do(lambda: self._made().start(request_for(model, files_for(model, quantization, network), network)))

    def start(self, request: DownloadRequest) -> None:
        """Download a model."""
        self._do(lambda: self._made().start(request))

    def pause(self, download: str) -> None:
        """Stop a download and keep what has arrived."""
        self._to_go_on.discard(download)
        self._do(lambda: self._made().pause(download))

    def resume(self, download: str) -> None:
        """Go on with a download."""
        self._do(lambda: self._made().resume(download))

    def cancel(self, download: str) -> None:
        """Stop a download and delete what has arrived."""
        self._to_go_on.discard(download)
        self._do(lambda: self._made().cancel(download))

    def list_repository(self, name: str, done: Callable[[Listing], None], failed: Callable[[UserError], None]) -> None:
        """Ask what a repository holds."""
        client, hub = self._made(), self.hub
        self._background.run(lambda: client.list_repository(hub, name), done, failed, name="listing")

    def ask_for_release(
        self, source: ReleaseSource, done: Callable[[Release], None], failed: Callable[[UserError], None]
    ) -> None:
        """Ask which release of the program is the newest."""
        client = self._made()
        self._background.run(lambda: client.newest_release(source), done, failed, name="newest release")

    def use_network(self, network: NetworkSettings) -> None:
        """Keep how the network may be used from now on, and use it so; what is under way goes on by itself."""
        try:
            self._store.save(NETWORK, network)
        except UserError as error:
            self.failed.emit(error)
            return
        client = self._client
        if client is not None:
            under_way = _under_way(client)
            # At once: nothing that is asked from now on may take the old way.
            end_old = client.use_network(network)
            self._to_go_on = set() if network.offline else self._to_go_on.union(under_way)
            self._background.run(
                lambda: self._go_on(client, end_old, under_way), _nothing, self.failed.emit, name="network"
            )
        self.network_changed.emit()

    def ask_for_token(self) -> None:
        """Find out whether there is a token for the hub; `token_known` says so. Without a keyring there is none."""
        client = self._made()
        self._background.run(client.has_token, self.token_known.emit, _nothing, name="token")

    def keep_token(self, token: str) -> None:
        """Keep a token in the system's keyring, or with "" remove it; `token_known` says what came of it."""
        client = self._made()

        def work() -> bool:
            client.save_token(token) if token else client.forget_token()
            return client.has_token()

        self._background.run(work, self.token_known.emit, self.token_failed.emit, name="token")

    def close(self) -> None:
        """End everything; what has arrived is kept. Idempotent."""
        self._background.stop()
        if self._client is not None:
            self._client.close()
        self._background.close()

    def _made(self) -> Downloads:
        if self._client is None:
            from models.downloads import Downloads  # not before it is asked for

            self._client = Downloads(self._paths.models, self.network, on_change=self.changed.emit)
        return self._client

    def _do(self, action: Callable[[], None]) -> None:
        try:
            action()
        except UserError as error:
            self.failed.emit(error)

    def _go_on(self, client: Downloads, end_old: Callable[[], None], under_way: list[str]) -> None:
        """End what uses the network as before, and resume what that pauses. Waits for the download process to end."""
        with self._changing:  # else this one might resume what another one has not paused yet
            end_old()
            for download in under_way:
                if download in self._to_go_on and not self._background.closing.is_set():
                    client.resume(download)

    def _on_unfinished(self, found: tuple[DownloadStatus, ...]) -> None:
        for status in found:
            self.changed.emit(status)


def _under_way(client: Downloads) -> list[str]:
    return [status.request.id for status in client.statuses() if status.state.is_under_way]


def _nothing(_result: object) -> None:
    pass
