"""Whose a module or a file of the program is: an installed package's, Python's, ours, or the operating system's."""

import csv
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath, PurePosixPath

from tools.package.inventory.contents import Contents, is_library
from tools.packages import ROOT

OURS = ("desktop", "models", "resources")
_OF_PYINSTALLER = ("_pyi", "pyi", "PyInstaller", "pyimod")
_OF_PYTHON = ("_sysconfigdata", "libpython", "python3", "_distutils_hack")
_STAND_INS = ROOT / "tools" / "package" / "frozen"
"""Modules of ours that a package has in place of larger ones of the same names, and the beginnings of its programs."""

_EXTENSIONS = (".so", ".pyd", ".py", ".pyc")


class Owners:
    """The packages that are installed here, by what they brought.

    Those of `instead` stand in the place of the installed ones of the same names.
    """

    def __init__(self, instead: Iterable[Distribution] = ()) -> None:
        self._packages: dict[str, Distribution] = {}
        self._module: dict[str, str] = {}
        self._file: dict[str, str] = {}
        self._library: dict[str, str] = {}
        for one in (*instead, *distributions()):
            name = one.name
            if name not in self._packages:
                self._packages[name] = one
                self._take(name, _recorded(one))

    def package(self, name: str) -> Distribution:
        """Return an installed package by its name."""
        return self._packages[name]

    def of_module(self, name: str) -> str | None:
        """Return the package that brought a module. None: Python itself, PyInstaller or we did.

        Raises LookupError where nobody did.
        """
        if is_stand_in(name):
            return None
        if found := self._module.get(name):
            return found
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names or top in OURS or top.startswith((*_OF_PYINSTALLER, *_OF_PYTHON)):
            return None
        if any(known.startswith(f"{name}.") for known in self._module):  # a folder that several packages share
            return None
        raise LookupError(f"The module {name} is in the package, and no installed package brought it.")

    def of_file(self, inside: PurePath) -> str | None:
        """Return the package that brought a file, by its path below PyInstaller's folder; None where none did."""
        if inside.parts[0].endswith((".dist-info", ".egg-info")):
            return None  # what a package says of itself may be there without it
        path = inside.as_posix()
        if found := self._file.get(path) or self._file.get(f"{path.removesuffix('.pyc')}.py"):
            return found
        if is_library(inside) and (found := self._library.get(inside.name)):
            return found
        return self._module.get(inside.parts[0]) if len(inside.parts) > 1 else None

    def _take(self, package: str, files: Iterable[PurePosixPath]) -> None:
        for file in files:
            if ".." in file.parts:
                continue
            self._file.setdefault(str(file), package)
            if is_library(file):
                self._library.setdefault(file.name, package)
            if (module := _module_of(file)) is not None:
                self._module.setdefault(module, package)


def packages_in(inside: Contents, owners: Owners) -> dict[str, tuple[str, ...]]:
    """Return the names of the packages that are in a program, each with its native libraries there.

    Raises LookupError where a module is nobody's.
    """
    found: dict[str, list[str]] = {}
    for module in inside.modules():
        if name := owners.of_module(module):
            found.setdefault(name, [])
    for file, path in inside.files():
        name = owners.of_file(path)
        if name and path.parts[0] not in OURS:
            files = found.setdefault(name, [])
            if is_library(file):
                files.append(file.relative_to(inside.program).as_posix())
    return {name: tuple(found[name]) for name in sorted(found, key=str.lower) if name != "tempera"}


def foreign_libraries(inside: Contents, owners: Owners) -> Iterator[Path]:
    """Yield the libraries that no package brought: the system's, and Python's own."""
    for file, path in inside.files():
        extension = "lib-dynload" in path.parts or path.parts[0].startswith("python3")
        if is_library(file) and not extension and owners.of_file(path) is None and not _is_python(path.name):
            yield file


def _recorded(one: Distribution) -> Iterator[PurePosixPath]:
    """Yield the files that a package's installer wrote down; unlike its `files`, without a look whether they exist."""
    for row in csv.reader((one.read_text("RECORD") or "").splitlines()):
        yield PurePosixPath(row[0])


@cache
def is_stand_in(name: str) -> bool:
    """Say whether a module of a package is one of ours in another's place."""
    path = Path(*name.split("."))
    places = (_STAND_INS / path, _STAND_INS / "programs" / path)
    return any(place.with_suffix(".py").is_file() or (place / "__init__.py").is_file() for place in places)


def _is_python(name: str) -> bool:
    return name.lower().startswith(_OF_PYTHON) or name == "Python"


def _module_of(file: PurePath) -> str | None:
    if file.suffix not in _EXTENSIONS or any("-" in part for part in file.parts[:-1]):
        return None
    stem = file.name.partition(".")[0]
    parts = [*file.parts[:-1], *(() if stem == "__init__" else (stem,))]
    return ".".join(parts) or None
