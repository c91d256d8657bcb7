"""Brings the window about models to life: its pages, and what one of them means for the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.control.answering import Answering
from desktop.control.background import Background
from desktop.control.device_turns import DeviceTurns
from desktop.control.downloading import Downloading
from desktop.control.library.shelf import Shelf
from desktop.control.loading import ModelLoading
from desktop.control.machine import Machine
from desktop.front import bring_to_front
from models.catalog import role_of
from models.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.control.library.pages import Pages
    from desktop.library import ModelsDialog
    from desktop.theme import Theme
    from models.downloads import DownloadStatus
    from models.engine import Loaded
    from models.files import ChecksumCache
    from models.paths import Paths
    from models.runtime import PlanWish
    from models.texts import Phrasebook


class LibraryController(QObject):
    """Opens the window about models; made once for each main window, and kept while it is closed.

    `arrived` tells of a model that was downloaded, by its title and its file; `rested`, that nothing is being done
    with a file any more.
    """

    arrived = Signal(str, Path)
    rested = Signal()
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        downloading: Downloading,
        loading: ModelLoading,
        answering: Answering,
        checksums: ChecksumCache,
        paths: Paths,
        theme: Theme,
        say: Phrasebook,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._downloading = downloading
        self._loading = loading
        self._checksums = checksums
        self._paths = paths
        self._theme = theme
        self._say = say
        self._window = window
        self._background = Background(self)
        self._turns = DeviceTurns(background=self._background, answering=answering, loading=loading, parent=self)
        self._machine = Machine(paths=paths, loading=loading, background=self._background, parent=self)
        self._shelf = Shelf(paths=paths, background=self._background, parent=self)
        self._dialog: ModelsDialog | None = None
        self._pages: Pages | None = None
        downloading.changed.connect(self._on_transfer)
        downloading.failed.connect(self._on_failed)
        loading.loaded.connect(self._on_loaded)
        loading.nothing.connect(self._on_nothing)

    @property
    def working(self) -> bool:
        """Whether a file is being copied, checked or made smaller: closing would end that."""
        return self._pages is not None and self._pages.working

    def open(self) -> None:
        """Show the window."""
        dialog = self._made()
        self._shelf.refresh()
        self._machine.find()
        self._downloading.look_for_unfinished()
        bring_to_front(dialog)

    def look_for_others(self, told: Callable[[bool], None]) -> None:
        """Tell later whether there are models beside those that come with the program."""
        folder = self._paths.models

        def look() -> bool:
            from models.library import model_files  # in that thread: the window starts without it

            return any(role_of(path) is None for path in model_files(folder))

        self._background.run(look, told, lambda _error: told(False), name="other models")  # noqa: FBT003 - the answer

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._dialog is not None:
            self._dialog.apply_theme(theme)

    def close(self) -> None:
        """Close the window and ask the work in the background to end. Does not wait."""
        if self._dialog is not None:
            self._dialog.close()
        self._background.stop()

    def close_down(self) -> None:
        """Close, and wait for the work in the background for some seconds."""
        self.close()
        self._background.close()

    def _made(self) -> ModelsDialog:
        if self._dialog is None:
            from desktop.control.library.pages import Behind, Pages
            from desktop.library import ModelsDialog

            dialog = self._dialog = ModelsDialog(say=self._say, theme=self._theme, parent=self._window)
            behind = Behind(
                downloading=self._downloading,
                machine=self._machine,
                turns=self._turns,
                shelf=self._shelf,
                background=self._background,
                loading=self._loading,
                paths=self._paths,
                checksums=self._checksums,
                say=self._say,
            )
            pages = self._pages = Pages(dialog, behind)
            pages.use_requested.connect(self._use)
            pages.load_requested.connect(self._load)
            pages.rested.connect(self.rested)
            for status in self._downloading.statuses():
                dialog.show_transfer(status)
            dialog.show_loaded(self._loaded())
        return self._dialog

    def _loaded(self) -> Path | None:
        current = self._loading.current
        return Path(current.model.path) if current is not None else None

    def _use(self, path: Path) -> None:
        if self._dialog is not None:
            self._dialog.close()
        self._loading.load(path)

    def _load(self, path: Path, wish: PlanWish) -> None:
        now = self._loading.engine_settings
        settings = replace(now, context=wish.context, cache_type=wish.cache_type, gpu_layers=wish.layers)
        if self._dialog is not None:
            self._dialog.close()
        self._loading.load_so(path, settings)

    def _on_transfer(self, status: DownloadStatus) -> None:
        from models.downloads import DownloadState  # loaded by now

        if status.state is DownloadState.CANCELLED:
            if self._dialog is not None:
                self._dialog.forget_transfer(status.request.id)
            return
        if self._dialog is not None:
            self._dialog.show_transfer(status)
        if status.state is DownloadState.DONE:
            self._shelf.refresh()
            self.arrived.emit(status.request.title, self._paths.models / status.request.files[0].name)

    def _on_failed(self, error: UserError) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.show_problem(self._say.phrase(error.text))
        else:
            self.failed.emit(error)

    def _on_loaded(self, loaded: Loaded) -> None:
        if self._dialog is not None and self._pages is not None:
            self._dialog.show_loaded(Path(loaded.model.path))
            if self._dialog.isVisible():
                self._machine.find()
            self._pages.refresh()

    def _on_nothing(self) -> None:
        if self._dialog is not None:
            self._dialog.show_loaded(None)
            if self._dialog.isVisible():
                self._machine.find()
