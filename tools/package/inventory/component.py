"""One thing that is in a package and was made by others: what it is called, its licence, where it lies."""

from dataclasses import dataclass
from enum import Enum

from tools.system import NotReadyError


class MissingLicenceError(NotReadyError):
    """Something would be given away without the licence it came with; the message says what."""


class Kind(Enum):
    """What a component is."""

    PYTHON_PACKAGE = "package of Python"
    LIBRARY = "library"
    LANGUAGE = "programming language"
    MODEL = "language model"


@dataclass(frozen=True)
class LicenceText:
    """A text that goes with a component; `name` is that of its file."""

    name: str
    text: str


@dataclass(frozen=True)
class Part:
    """Something that was compiled into a component and has no file of its own."""

    name: str
    version: str
    licence: str = ""
    purl: str = ""


@dataclass(frozen=True)
class Component:
    """Something of others in a package.

    `licence` is an expression of SPDX where its authors gave one. `files` are its paths in the program's folder, for
    packages of Python only those of native libraries; `source` says where its source code is to be had.
    """

    name: str
    version: str
    kind: Kind
    licence: str
    texts: tuple[LicenceText, ...]
    purl: str = ""
    source: str = ""
    files: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
