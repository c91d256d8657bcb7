"""Loading models for the window: at start, by choice, again after a failure; and their checksums in the background."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.control.bridge import EngineBridge
from models.catalog import installed_starter
from models.engine import ENGINE, EngineSettings, Loaded
from models.errors import UserError
from models.files import BackgroundChecksum, ChecksumCache, GgufHeader
from models.paths import Paths
from models.runtime import MemoryPlan
from models.settings import PREFERENCES, SettingsStore


class ModelLoading(QObject):
    """Knows which model is loaded, is being loaded, or was loaded before."""

    loading = Signal(Path, float)  # 0 to 1
    loaded = Signal(Loaded)
    failed = Signal(Path, UserError)
    nothing = Signal()  # no model is loaded, none is being loaded

    def __init__(self, *, bridge: EngineBridge, store: SettingsStore, paths: Paths, checksums: ChecksumCache) -> None:
        super().__init__()
        self._bridge = bridge
        self._store = store
        self._paths = paths
        self._checksum = BackgroundChecksum(checksums)
        self._loaded: Loaded | None = None
        self._headers: dict[str, GgufHeader] = {}
        self._wanted: Path | None = None
        self._started = False
        bridge.header.connect(self._on_header)
        bridge.loading.connect(self._on_loading)
        bridge.loaded.connect(self._on_loaded)
        bridge.load_failed.connect(self._on_failed)

    @property
    def current(self) -> Loaded | None:
        """The loaded model, None where there is none."""
        return self._loaded

    @property
    def header(self) -> GgufHeader | None:
        """The header of the loaded model's file."""
        return None if self._loaded is None else self._headers.get(self._loaded.model.path)

    @property
    def busy(self) -> bool:
        """Whether a model is being loaded."""
        return self._wanted is not None

    @property
    def pending(self) -> bool:
        """Whether the program has only just started, and has not looked for a model yet."""
        return not self._started

    @property
    def name(self) -> str:
        """The file that is being loaded, without its suffix; "" where there is none."""
        return self._wanted.stem if self._wanted else ""

    @property
    def engine_settings(self) -> EngineSettings:
        """What the next model is loaded with."""
        return self._store.load(ENGINE)

    def start(self, named: Path | None) -> None:
        """Load the model that was named, else the one used last, else the starter, else any in the models folder."""
        self._started = True
        last = self._store.load(PREFERENCES).last_model
        path = (
            named
            or (Path(last) if last and Path(last).is_file() else None)
            or installed_starter(self._paths.models)
            or _any_model(self._paths.models)
        )
        if path is None:
            self.nothing.emit()
        else:
            self.load(path)

    def load(self, path: Path, plan: MemoryPlan | None = None) -> None:
        """Load a model in place of the loaded one, as `plan` says where one is given."""
        self._wanted = path
        self._checksum.stop()
        self.loading.emit(path, 0.0)
        self._bridge.load(path, self.engine_settings, plan)

    def reload(self, settings: EngineSettings) -> None:
        """Keep `settings` and load the current model again with them. Raises UserError where they cannot be kept."""
        self._store.save(ENGINE, settings)
        if self._loaded is not None:
            self.load(Path(self._loaded.model.path))

    def load_so(self, path: Path, settings: EngineSettings) -> None:
        """Keep `settings` and load a model with them. Raises UserError where they cannot be kept."""
        self._store.save(ENGINE, settings)
        self.load(path)

    def set_aside(self) -> None:
        """Free the model until it is loaded again: something else needs the machine. The window still shows it."""
        self._checksum.stop()
        self._bridge.unload()

    def cancel(self) -> None:
        """Stop loading."""
        if self._wanted is not None:
            self._bridge.stop()

    def close(self) -> None:
        """End the background work."""
        self._checksum.stop()

    def _on_header(self, path: Path, header: GgufHeader) -> None:
        current = self._loaded.model.path if self._loaded else ""
        self._headers = {name: known for name, known in self._headers.items() if name == current}
        self._headers[str(path)] = header

    def _on_loading(self, fraction: float) -> None:
        path = self._wanted or (Path(self._loaded.model.path) if self._loaded else None)
        if path is not None:
            self.loading.emit(path, fraction)

    def _on_loaded(self, loaded: Loaded) -> None:
        self._wanted = None
        self._loaded = loaded
        self._checksum.start(Path(loaded.model.path))
        self.loaded.emit(loaded)

    def _on_failed(self, path: Path, error: UserError) -> None:
        self._wanted = None
        self.failed.emit(path, error)
        previous, self._loaded = self._loaded, self._bridge.loaded_now
        if self._loaded is not None:  # the file was refused before anything was unloaded
            self._checksum.start(Path(self._loaded.model.path))
            self.loaded.emit(self._loaded)
        elif previous is not None and Path(previous.model.path) != path:
            self.load(Path(previous.model.path))
        else:
            self.nothing.emit()


def _any_model(folder: Path) -> Path | None:
    from models.library import model_files  # only where there is nothing better: the window starts without it

    return next(iter(model_files(folder)), None)
