"""What the program keeps in the user's data folder, as patterns of the shell, for the script that may remove it."""

from pathlib import Path

from models.paths import Paths

_PATHS = Paths(Path("/"))
_HEX = "[0-9a-f]"
_TOP_FILES = (
    "history.sqlite3",
    "history.sqlite3-*",
    "history.sqlite3.before-[0-9]*",
    "history.damaged-[0-9]*",
    "settings.toml",
    "settings.toml.bad",
    "settings.toml.[0-9]*.new",
    "unfinished_edits.json",
    "unfinished_edits.json.new",
)
_INNER_FILES = (
    f"models/records/{_HEX * 32}.json*",
    "models/checksums.json*",
    "models/measurements.json*",
    "models/accepted_plans.json*",
    "models/*.gguf.[0-9]*-[0-9]*.part",
    f"state/{_HEX * 32}.state",
    f"state/{_HEX * 32}.[0-9]*.tmp",
    f"presets/user-*-{_HEX * 8}.toml*",
    "lab/bands.toml",
    "lab/bands.toml.*.new",
    "lab/tasks/own-*.toml*",
    f"lab/sweeps/[0-9]*-{_HEX * 6}.sqlite3*",
    "logs/tempera.log*",
    "crashes/native.log",
    "crashes/crash-[0-9]*.txt",
)


def names() -> tuple[str, ...]:
    """Return the names of all that lies in the data folder where that is the program's alone."""
    paths = [getattr(_PATHS, name) for name, what in vars(Paths).items() if isinstance(what, property)]
    top = {path.parts[1] for path in paths if path.parent != _PATHS.home or not path.suffix}
    return tuple(sorted({*top, *_TOP_FILES, "runtimes"}))


def files() -> tuple[str, ...]:
    """Return the files that the program wrote, where the data folder may be shared: no other's bear these names.

    Models are not among them. What libraries keep never lies in such a folder.
    """
    return (*_TOP_FILES, *_INNER_FILES)


def folders() -> tuple[str, ...]:
    """Return the folders in which these files lie, each behind those in it."""
    found = {folder for name in files() for folder in Path(name).parents if folder != Path()}
    return tuple(folder.as_posix() for folder in sorted(found, key=lambda one: (-len(one.parts), one)))
