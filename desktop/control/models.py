"""Brings the model picker and the loading of models together."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.control.loading import ModelLoading
from desktop.library import ModelPicker
from models.catalog import Role, role_of
from models.engine import Loaded, OutOfMemoryError
from models.errors import Text, UserError, user_error
from models.settings import PREFERENCES, SettingsStore
from models.texts import Phrasebook

_STOPPED = "engine.load_stopped"


class ModelController(QObject):
    """Loads what the user picks or drops, and shows what becomes of it."""

    failed = Signal(UserError)
    notice = Signal(Text)
    ran_out = Signal(Path, OutOfMemoryError)

    def __init__(
        self, *, picker: ModelPicker, loading: ModelLoading, store: SettingsStore, say: Phrasebook, window: QWidget
    ) -> None:
        super().__init__(window)
        self._say = say
        self._window = window
        self._picker = picker
        self._loading = loading
        self._store = store
        picker.model_chosen.connect(self.open)
        picker.cancel_requested.connect(loading.cancel)
        picker.open_requested.connect(self._on_open_requested)
        loading.loading.connect(self._on_loading)
        loading.loaded.connect(self._on_loaded)
        loading.failed.connect(self._on_failed)
        loading.nothing.connect(picker.show_nothing)
        loading.noticed.connect(self.notice)
        loading.not_kept.connect(self.failed)
        self._show()

    def open(self, path: Path) -> None:
        """Load a file the user picked or dropped."""
        if path.is_file() and path.suffix.lower() != ".gguf":
            self.failed.emit(user_error("window.not_gguf", name=path.name))
            return
        self._loading.load(path)

    def _on_open_requested(self) -> None:
        from desktop.library import OpenModelDialog

        last = self._store.load(PREFERENCES).last_model
        folder = Path(last).parent if last else Path.home()
        dialog = OpenModelDialog(folder=folder, say=self._say, parent=self._window)
        dialog.model_chosen.connect(self.open)
        dialog.open()

    def _show(self) -> None:
        loaded = self._loading.current
        if loaded is None:
            self._picker.show_nothing()
        else:
            self._show_loaded(loaded)

    def _show_loaded(self, loaded: Loaded) -> None:
        model = loaded.model
        self._picker.set_recent((Path(model.path),))
        demo = self._say("picker.demo") if role_of(Path(model.path)) is Role.DEMO else ""
        about = " · ".join(filter(None, (model.quantization, demo)))
        self._picker.show_loaded(model.name, quantization=about, path=Path(model.path))

    def _on_loading(self, path: Path, fraction: float) -> None:
        self._picker.show_loading(path.stem, fraction)

    def _on_loaded(self, loaded: Loaded) -> None:
        self._show_loaded(loaded)
        for notice in loaded.notices:
            self.notice.emit(Text(notice.text_id, notice.fields))
        self._remember(loaded)

    def _remember(self, loaded: Loaded) -> None:
        preferences = self._store.load(PREFERENCES)
        if preferences.last_model != loaded.model.path:
            try:
                self._store.save(PREFERENCES, replace(preferences, last_model=loaded.model.path))
            except UserError as error:
                self.failed.emit(error)

    def _on_failed(self, path: Path, error: UserError) -> None:
        if error.text.id == _STOPPED:
            self.notice.emit(Text("window.cancelled"))
        elif isinstance(error, OutOfMemoryError):
            self.ran_out.emit(path, error)
        else:
            self.failed.emit(error)
