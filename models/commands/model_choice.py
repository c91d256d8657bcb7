"""Which model a command uses where several could be meant."""

from pathlib import Path

from models.catalog import installed_starter, last_used
from models.errors import user_error
from models.library import find_installed, model_files
from models.paths import Paths


def chosen_model(wanted: str | None, paths: Paths, last: str | None) -> Path:
    """Return the model that was asked for, else the one used last, else the starter, else any.

    Raises UserError where there is none.
    """
    if wanted:
        return find_installed(wanted, paths.models)
    found = (
        last_used(last, paths.models) or installed_starter(paths.models) or next(iter(model_files(paths.models)), None)
    )
    if found is None:
        raise user_error("error.model.none", folder=str(paths.models))
    return found
