"""Having the model of an arm loaded, and no other one that has taken its file's place."""

from collections.abc import Generator

from models.engine import Engine, EngineSettings, Loaded
from models.errors import UserError, user_error
from models.files import exists, fingerprint
from models.lab.runs.asking import advised_sampling
from models.lab.runs.events import ModelLoaded, ModelLoading
from models.lab.runs.values import Arm, PlannedModel
from models.sampling import FileSampling


class ModelResidence:
    """Loads the models of a sweep, one after another, and looks after the one that is loaded."""

    def __init__(self, engine: Engine, settings: EngineSettings) -> None:
        self._engine = engine
        self._settings = settings
        self._advised: dict[str, FileSampling | None] = {}

    def ready(self, arm: Arm) -> Generator[ModelLoading | ModelLoaded, None, None]:
        """Load the model of an arm where it is not the one that is loaded. Raises UserError where it cannot be."""
        if arm.model.fingerprint not in self._advised:
            self._advised[arm.model.fingerprint] = _advice(arm.model)
        loaded = self._engine.loaded
        if loaded is not None and loaded.model.fingerprint == arm.model.fingerprint:
            return
        _check(arm.model)
        for event in self._engine.load(arm.model.path, self._settings):
            if isinstance(event, Loaded):
                yield ModelLoaded(arm, event.notices)
            else:
                yield ModelLoading(arm, event.fraction)

    def loaded(self) -> Loaded:
        """Return what is loaded. Raises UserError where nothing is."""
        loaded = self._engine.loaded
        if loaded is None:
            raise user_error("engine.no_model")
        return loaded

    def advised(self, arm: Arm) -> FileSampling | None:
        """Return what the file of an arm's model advises; it was read when the model was made ready."""
        return self._advised[arm.model.fingerprint]


def _advice(model: PlannedModel) -> FileSampling | None:
    _check(model)
    return advised_sampling(model.path)


def _check(model: PlannedModel) -> None:
    """Raise UserError where the file of a model is gone, or another than it was."""
    if not exists(model.path):
        raise user_error("lab.run.model_gone", name=model.name, path=str(model.path))
    found = fingerprint(model.path)
    if found != model.fingerprint:
        raise changed_model(model, found)


def changed_model(model: PlannedModel, found: str) -> UserError:
    """Return the error for a model whose file has the fingerprint `found` instead of its own."""
    return user_error("lab.run.model_changed", f"{found}, not {model.fingerprint}", name=model.name)
