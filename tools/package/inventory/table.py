"""What `resources/licences/parts.toml` says: licences of what no installed package tells of."""

import tomllib
from fnmatch import fnmatchcase
from functools import cache

import msgspec
from packaging.utils import canonicalize_name

from tools.package.inventory.component import LicenceText
from tools.packages import ROOT

FOLDER = ROOT / "resources" / "licences"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of one thing; `files` are patterns for the names of libraries.

    `refused` is the reason why it must not be in a package.
    """

    name: str
    licence: str
    files: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    origin: str = ""
    source: str = ""
    title: str = ""
    refused: str = ""

    def licence_texts(self) -> tuple[LicenceText, ...]:
        """Return the texts of the folder of licences that belong to it."""
        return tuple(own_text(name) for name in self.texts)


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    distribution: tuple[Entry, ...]
    library: tuple[Entry, ...]
    native: tuple[Entry, ...]


@cache
def table() -> Table:
    """Return what the file says."""
    return msgspec.convert(tomllib.loads((FOLDER / "parts.toml").read_text("utf-8")), Table)


def own_text(name: str) -> LicenceText:
    """Return a text of the folder of licences."""
    return LicenceText(name, (FOLDER / name).read_text("utf-8"))


def entry_of_distribution(name: str) -> Entry | None:
    """Return what is said of a package of Python; None where nothing is."""
    wanted = canonicalize_name(name)
    return next((entry for entry in table().distribution if canonicalize_name(entry.name) == wanted), None)


def entry_of_library(file_name: str) -> Entry | None:
    """Return what is said of a library by its file's name; None where nothing is."""
    lower = file_name.lower()
    return next(
        (entry for entry in table().library for pattern in entry.files if fnmatchcase(lower, pattern.lower())), None
    )
