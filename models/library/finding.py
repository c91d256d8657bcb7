"""Finding the model that a name on the command line means."""

import contextlib
from pathlib import Path

from models.catalog import find_model
from models.errors import UserError
from models.library.installed import installed_models


def find_installed(wanted: str, folder: Path) -> Path:
    """Return the first file of the model that `wanted` means: a path, a file of the models folder, or an id.

    Models that are used in place are found by their id too. Raises UserError where a known model is not installed;
    anything else that is not found is taken for a path.
    """
    not_installed: UserError | None = None
    try:
        path = find_model(wanted, folder)
    except UserError as error:
        not_installed, path = error, Path(wanted).expanduser()
    with contextlib.suppress(OSError):
        if path.exists() or path.is_symlink():
            return path
    for model in installed_models(folder):
        if wanted.lower() in {model.id.lower(), model.id.partition(":")[0].lower(), model.path.name.lower()}:
            return model.path
    if not_installed is not None:
        raise not_installed
    return path
