"""Paths as people name them: with `~`, far too long, or where nobody may look."""

from pathlib import Path

from models.errors import user_error
from models.files.opening import shown_name


def named_path(text: str | Path) -> Path:
    """Return the path that a person names, `~` being a home folder. Raises UserError where there is no such home."""
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError as error:  # the home of a user whom the system does not know
        raise user_error("error.file.missing", str(error), name=shown_name(path)) from error


def exists(path: Path) -> bool:
    """Say whether something is at a path, as far as one may look; a name that cannot be has nothing behind it."""
    try:
        return path.exists()
    except (OSError, ValueError):  # too long, in a folder that is closed to us, on a drive that is gone
        return False


def is_file(path: Path) -> bool:
    """Say whether there is a file at a path, as far as one may look."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
