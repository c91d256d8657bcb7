"""Loading models for the window: at start, by choice, again after a failure; and their checksums in the background."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.control.accepted_plans import AcceptedPlans
from desktop.control.bridge import EngineBridge
from models.catalog import installed_starter, last_used
from models.engine import ENGINE, EngineSettings, Loaded
from models.errors import Text, UserError
from models.files import BackgroundChecksum, ChecksumCache, GgufHeader
from models.paths import Paths
from models.runtime import MemoryPlan
from models.settings import PREFERENCES, SettingsStore


@dataclass(frozen=True)
class _Wanted:
    """A model that is being loaded, and what is to be kept once it is: settings, or the plan that was accepted."""

    path: Path
    settings: EngineSettings | None = None
    plan: MemoryPlan | None = None


class ModelLoading(QObject):
    """Knows which model is loaded, is being loaded, or was loaded before."""

    loading = Signal(Path, float)  # 0 to 1
    loaded = Signal(Loaded)
    failed = Signal(Path, UserError)
    nothing = Signal()  # no model is loaded, none is being loaded
    noticed = Signal(Text)
    not_kept = Signal(UserError)

    def __init__(self, *, bridge: EngineBridge, store: SettingsStore, paths: Paths, checksums: ChecksumCache) -> None:
        super().__init__()
        self._bridge = bridge
        self._store = store
        self._paths = paths
        self._checksum = BackgroundChecksum(checksums)
        self._loaded: Loaded | None = None
        self._headers: dict[str, GgufHeader] = {}
        self._accepted = AcceptedPlans(paths.accepted_plans)
        self._wanted: _Wanted | None = None
        self._last: Path | None = None
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
        return self._wanted.path.stem if self._wanted else ""

    @property
    def engine_settings(self) -> EngineSettings:
        """What models are loaded with."""
        return self._store.load(ENGINE)

    def start(self, named: Path | None) -> None:
        """Load the model that was named, else the one used last, else the starter, else any in the models folder."""
        self._started = True
        last = self._store.load(PREFERENCES).last_model
        path = (
            named
            or last_used(last, self._paths.models)
            or installed_starter(self._paths.models)
            or _any_model(self._paths.models)
        )
        if path is None:
            self.nothing.emit()
        else:
            self.load(path)

    def load(self, path: Path) -> None:
        """Load a model in place of the loaded one; with less where that was accepted when memory had run out."""
        plan = self._accepted.find(path, self.engine_settings)
        self._begin(_Wanted(path), plan)
        if plan is not None:
            fields = {"layers": plan.layers, "all_layers": plan.all_layers, "context": plan.context}
            self.noticed.emit(Text("loading.with_less", {"name": path.stem, **fields}))

    def load_with_less(self, path: Path, plan: MemoryPlan) -> None:
        """Load a model as `plan` says; where that works, from now on."""
        self._begin(_Wanted(path, plan=plan), plan)

    def reload(self, settings: EngineSettings) -> None:
        """Keep `settings` and load with them the current model, or the one that was to be it.

        Raises UserError where they cannot be kept.
        """
        self._store.save(ENGINE, settings)
        path = self._wanted.path if self._wanted else Path(self._loaded.model.path) if self._loaded else self._last
        if path is not None:
            self._accepted.forget(path)
            self.load(path)

    def load_so(self, path: Path, settings: EngineSettings) -> None:
        """Load a model with `settings`; they are kept once that has worked, or `not_kept` says why not."""
        self._accepted.forget(path)
        self._begin(_Wanted(path, settings=settings))

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

    def _begin(self, wanted: _Wanted, plan: MemoryPlan | None = None) -> None:
        self._wanted, self._last = wanted, wanted.path
        self._checksum.stop()
        self.loading.emit(wanted.path, 0.0)
        self._bridge.load(wanted.path, wanted.settings or self.engine_settings, plan)

    def _on_header(self, path: Path, header: GgufHeader) -> None:
        current = self._loaded.model.path if self._loaded else ""
        self._headers = {name: known for name, known in self._headers.items() if name == current}
        self._headers[str(path)] = header

    def _on_loading(self, fraction: float) -> None:
        path = self._wanted.path if self._wanted else Path(self._loaded.model.path) if self._loaded else None
        if path is not None:
            self.loading.emit(path, fraction)

    def _on_loaded(self, loaded: Loaded) -> None:
        wanted, self._wanted = self._wanted, None
        self._loaded = loaded
        if wanted is not None and str(wanted.path) == loaded.model.path:
            if wanted.plan is not None:
                self._accepted.keep(wanted.path, self.engine_settings, wanted.plan)
            if wanted.settings is not None:  # they have worked
                try:
                    self._store.save(ENGINE, wanted.settings)
                except UserError as error:
                    self.not_kept.emit(error)
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
            self._last = path  # what other settings are meant for, if this one is not had back
        else:
            self.nothing.emit()


def _any_model(folder: Path) -> Path | None:
    from models.library import model_files  # only where there is nothing better: the window starts without it

    return next(iter(model_files(folder)), None)
