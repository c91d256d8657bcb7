"""Finding the model that a name on the command line means."""

from pathlib import Path, PurePath

from models.catalog import find_model, known_models
from models.errors import UserError, user_error
from models.files import named_path
from models.library.installed import InstalledModel, installed_models, is_there


def find_installed(wanted: str, folder: Path) -> Path:
    """Return the first file of the model that `wanted` means: a path, a file of the models folder, or an id.

    Models that are used in place are found by their id too. Raises UserError where a known model is not installed;
    anything else that is not found is taken for a path.
    """
    not_installed: UserError | None = None
    try:
        path = find_model(wanted, folder)
    except UserError as error:
        not_installed, path = error, named_path(wanted)
    if is_there(path):
        return path
    for model in installed_models(folder):
        if wanted.lower() in {model.id.lower(), model.id.partition(":")[0].lower(), model.path.name.lower()}:
            return model.path
    if not_installed is not None:
        raise not_installed
    return path


def find_one_installed(wanted: str, folder: Path) -> Path:
    """Return what `find_installed` does, but take no name that several models here have: none may be taken for another.

    Raises UserError there too, with what to call each of them.
    """
    path = find_installed(wanted, folder)
    if path.name.lower() == PurePath(wanted).name.lower():
        return path
    meant = [model for model in installed_models(folder) if wanted.lower() in _names(model)]
    if len(meant) > 1:
        ids = [model.id for model in meant]
        choices = ids if len(set(ids)) == len(ids) else [str(model.path) for model in meant]
        raise user_error("error.library.choose", name=wanted, choices=", ".join(choices))
    return path


def _names(model: InstalledModel) -> set[str]:
    """Return what a model may be called: its id, with and without the quantization; a damaged one has only its file."""
    known = {one.id for one in known_models() if any(file.name == model.path.name for file in one.files)}
    return {model.id.lower(), model.id.partition(":")[0].lower(), *known}
