"""The known models on this machine: the starter, and finding one by path or by name."""

from pathlib import Path

from models.catalog.known import KnownModel, known_model, starter
from models.errors import user_error
from models.files import exists, named_path


def installed_starter(folder: Path) -> Path | None:
    """Return the model that comes with the program, None where it is not there."""
    path = folder / starter()[1].name
    return path if path.is_file() else None


def find_model(wanted: str, folder: Path) -> Path:
    """Return the file that `wanted` means: a path, a file of the models folder, or a known name such as
    `smollm2-135m-instruct` or `qwen2.5-7b-instruct:Q4_K_M`.

    Raises UserError where a known model is not installed, or a path begins with the home of nobody. Anything else is
    taken for a path: reading it says what is wrong with it.
    """  # noqa: D205  # one sentence
    path = named_path(wanted)
    if exists(path):
        return path
    if exists(folder / wanted) and (folder / wanted).is_file():
        return folder / wanted
    model = known_model(wanted)
    if model is None:
        return path
    found = _installed_file(model, wanted.partition(":")[2], folder)
    if found is None:
        raise user_error("error.model.not_installed", name=model.name, folder=str(folder))
    return found


def _installed_file(model: KnownModel, quantization: str, folder: Path) -> Path | None:
    for file in model.files:
        path = folder / file.name
        if file.part == 1 and quantization.upper() in ("", file.quantization.upper()) and path.is_file():
            return path
    return None
