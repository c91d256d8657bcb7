"""The model that answers: which one is loaded and how, and where others come from."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop.control import (
    Arrivals,
    LibraryController,
    ModelController,
    NetworkController,
    OfferController,
    PressureController,
)
from desktop.controllers.group import Backstage, Group, Stage
from desktop.settings import NetworkGroup
from desktop.theme import Theme
from models.engine import EngineSettings, OutOfMemoryError
from models.errors import UserError


class Models(Group):
    """Loads models, gets them, and offers to load less where memory runs out."""

    def __init__(self, stage: Stage, behind: Backstage, *, parent: QObject) -> None:
        super().__init__(parent)
        window = stage.window
        self._say = stage.say
        self._panel = window.panel
        self._loading = behind.loading
        self._downloading = behind.downloading
        self.picking = ModelController(
            picker=window.picker, loading=behind.loading, store=stage.store, say=stage.say, window=window
        )
        self._offers = OfferController(loading=behind.loading, notices=stage.notices, say=stage.say, parent=self)
        self.library = LibraryController(
            downloading=behind.downloading,
            loading=behind.loading,
            answering=behind.answering,
            checksums=behind.checksums,
            paths=behind.paths,
            theme=stage.theme,
            say=stage.say,
            window=window,
        )
        self._arrivals = Arrivals(
            library=self.library,
            downloading=behind.downloading,
            loading=behind.loading,
            say=stage.say,
            window=window,
        )
        self.pressure = PressureController(
            bridge=behind.bridge,
            loading=behind.loading,
            choice=behind.choice,
            offers=self._offers,
            store=stage.store,
            notices=stage.notices,
            say=stage.say,
            parent=window,
        )
        self._connect(stage, behind)
        self._show_engine_settings()

    def show_network(self, group: NetworkGroup) -> None:
        """Bring the part of the preferences about the network to life."""
        NetworkController(group=group, downloading=self._downloading, say=self._say)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.library.apply_theme(theme)

    def close(self) -> None:
        """End what works on files."""
        self.library.close()

    def close_down(self) -> None:
        """End what works on files, and wait for that."""
        self.library.close_down()

    def _connect(self, stage: Stage, behind: Backstage) -> None:
        window = stage.window
        for part in (self.picking, self.library, self.pressure):
            part.failed.connect(self.failed)
        for telling in (self.picking, self.pressure):
            telling.notice.connect(self.notice)
        self.picking.ran_out.connect(self._on_ran_out)
        behind.answering.failed.connect(self._on_answer_failed)
        behind.loading.loaded.connect(self._show_engine_settings)
        window.panel.engine_settings_changed.connect(self._on_engine_settings)
        window.model_dropped.connect(self.picking.open)
        window.empty.model_requested.connect(window.picker.open_list)
        for asked in (window.models_requested, window.picker.get_requested, window.empty.get_requested):
            asked.connect(self.library.open)

    def _on_answer_failed(self, _answer: int, error: UserError) -> None:
        loaded = self._loading.current
        if isinstance(error, OutOfMemoryError) and loaded is not None:
            self._on_ran_out(Path(loaded.model.path), error)
        else:
            self.failed.emit(error)

    def _on_ran_out(self, path: Path, error: OutOfMemoryError) -> None:
        if error.next_plan is not None:
            self._offers.show(path, error, error.next_plan)
        else:
            self.failed.emit(error)

    def _show_engine_settings(self) -> None:
        self._panel.show_engine_settings(self._loading.engine_settings)

    def _on_engine_settings(self, settings: EngineSettings) -> None:
        try:
            self._loading.reload(settings)
        except UserError as error:
            self._show_engine_settings()
            self.failed.emit(error)
