"""The licence texts that belong to this copy of the program."""

from pathlib import Path

from models.installation import notices, program_folder

_OWN = "LICENSE"


def own_licence() -> Path | None:
    """Return the file with the program's own licence, None where it is missing."""
    return next((path for path in _places() if path.is_file()), None)


def others_licences() -> Path | None:
    """Return the file with the licences of everything else in the package; a source tree has none."""
    return notices()


def _places() -> tuple[Path, ...]:
    beside = notices()
    if beside is not None:
        return (beside.with_name(f"{_OWN}.txt"),)
    folder = program_folder()
    root = Path(__file__).resolve().parents[2] if folder is None else folder
    return (root / _OWN, root / f"{_OWN}.txt")
