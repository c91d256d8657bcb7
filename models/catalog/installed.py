"""The known models on this machine: the starter, and finding one by path or by name."""

from collections.abc import Iterator
from pathlib import Path

from models.catalog.known import KnownModel, known_model, starters
from models.errors import user_error
from models.files import exists, is_file, named_path
from models.installation import bundled_models


def bundled_files() -> tuple[Path, ...]:
    """Return the model files that came with the program, the better one first. They are only ever read."""
    folder = bundled_models()
    return () if folder is None else tuple(path for path in _starters_in(folder) if is_file(path))


def installed_starter(folder: Path) -> Path | None:
    """Return the best of the models that come with the program, None where none is there.

    One in the models folder `folder` wins over the same file of the program.
    """
    own = {path.name: path for path in _starters_in(folder)}
    bundled = {path.name: path for path in bundled_files()}
    both = ((own[name], bundled.get(name)) for name in own)
    return next((path for pair in both for path in pair if path is not None and is_file(path)), None)


def last_used(last: str | None, folder: Path) -> Path | None:
    """Return the model at the path `last` where it still is there, or has only moved with its folder; else None.

    A portable program's models folder moves with its drive, an AppImage's own models are mounted anew at each start.
    """
    if not last:
        return None
    path = Path(last)
    moved = (file for file in (folder / path.name, *bundled_files()) if file.name == path.name)
    return next((file for file in (path, *moved) if is_file(file)), None)


def find_model(wanted: str, folder: Path) -> Path:
    """Return the file that `wanted` means: a path, a file of the models folder or one that came with the program, or a
    known name such as `smollm2-135m-instruct` or `qwen2.5-7b-instruct:Q4_K_M`.

    Raises UserError where a known model is not installed, or a path begins with the home of nobody. Anything else is
    taken for a path: reading it says what is wrong with it.
    """  # noqa: D205  # one sentence
    path = named_path(wanted)
    if exists(path):
        return path
    if is_file(folder / wanted):
        return folder / wanted
    model = known_model(wanted)
    if model is None:
        return next((file for file in bundled_files() if file.name == wanted), path)
    found = _installed_file(model, wanted.partition(":")[2], folder)
    if found is None:
        raise user_error("error.model.not_installed", name=model.name, folder=str(folder))
    return found


def _starters_in(folder: Path) -> Iterator[Path]:
    return (folder / file.name for file in starters())


def _installed_file(model: KnownModel, quantization: str, folder: Path) -> Path | None:
    wanted = (
        file for file in model.files if file.part == 1 and quantization.upper() in ("", file.quantization.upper())
    )
    names = [file.name for file in wanted]
    bundled = (path for path in bundled_files() if path.name in names)
    return next((path for path in (*(folder / name for name in names), *bundled) if is_file(path)), None)
