"""The version of the program."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """Return the version of Tempera as its metadata says it."""
    try:
        return version("tempera")
    except PackageNotFoundError:  # a source tree that was not installed
        return "0"
