"""Packages of Python that were compiled for a program, and differ from the installed ones of their names."""

from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions

from tools.package.inventory.component import MissingLicenceError
from tools.package.inventory.contents import Contents, is_library
from tools.package.numpy_wheel import kept_numpy

_NUMPY = "numpy"


def compiled_here(inside: Contents) -> list[Distribution]:
    """Return the packages in a program that were compiled for it: numpy, or none.

    The installed numpy brings a library for linear algebra in a folder of its own, and the text of that one's licence;
    a program with numpy and without this library has the numpy that `small_numpy` compiled, which brings neither.

    Raises MissingLicenceError where that is not kept here: nobody says what its licence is.
    """
    files = {path.as_posix() for _, path in inside.files()}
    beside = set(_libraries_beside(distribution(_NUMPY)))
    if not beside or beside & files or not any(file.startswith(f"{_NUMPY}/") for file in files):
        return []
    kept = kept_numpy()
    if kept is None:
        raise MissingLicenceError("The numpy in this program was compiled for it, and is not kept here any more.")
    return [one for one in distributions(path=[str(kept)]) if one.name == _NUMPY]


def _libraries_beside(installed: Distribution) -> Iterator[str]:
    """Yield the libraries that lie beside a package's own folder, as those do that were taken into its wheel."""
    for file in installed.files or ():
        if is_library(file) and file.parts[0] == f"{installed.name}.libs":
            yield str(file)
