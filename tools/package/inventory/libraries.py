"""The libraries of the operating system that PyInstaller copied into the program, with the licences they came with."""

import platform
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tools.package.inventory.component import Component, Kind, LicenceText, MissingLicenceError
from tools.package.inventory.table import Entry, entry_of_library

_DOCUMENTS = Path("/usr/share/doc")
_COMMON = Path("/usr/share/common-licenses")
_REFERENCE = re.compile(r"/usr/share/common-licenses/([A-Za-z]+(?:-[0-9.]*[0-9])?)")
SEVERAL = "several, as its text says"
"""Where a package's copyright file is for much that is not in its library, too, or has no list."""

_FOUND = re.compile(r"^([^:\s]+)(?::([a-z0-9]+))?: (/\S+)$", re.MULTILINE)


class _Origin(NamedTuple):
    """What libraries were made from; Debian's and Ubuntu's sources have a version."""

    name: str
    version: str = ""


def libraries(files: Sequence[Path], program: Path) -> list[Component]:
    """Return what the files are, those of one origin together.

    Raises MissingLicenceError where nobody says what a file is.
    """
    packages = debian_packages(files)
    found: dict[_Origin, list[Path]] = {}
    for file in files:
        entry = entry_of_library(file.name)
        if entry is not None and entry.refused:
            raise MissingLicenceError(f"{file.name} of {entry.name} must not be in a package: {entry.refused}.")
        if package := packages.get(file.name):
            found.setdefault(_debian_origin(package), []).append(file)
        elif entry is not None and entry.texts:
            found.setdefault(_Origin(entry.name), []).append(file)
        else:
            raise MissingLicenceError(
                f"Nobody says what licence {file.name} is under: no package of the system has it, nor does parts.toml."
            )
    return [_component(origin, paths, packages, program) for origin, paths in sorted(found.items())]


def debian_packages(files: Iterable[Path]) -> dict[str, str]:
    """Return which of Debian's or Ubuntu's packages each file's name is in, as far as one is."""
    names = sorted({file.name for file in files})
    if not names or not shutil.which("dpkg"):
        return {}
    found: dict[str, str] = {}
    native = _output("dpkg", "--print-architecture").strip()
    # whole paths are found at once, patterns in seconds each; what is not found does not hinder the others
    places = [str(folder / name) for folder in _library_folders() for name in names]
    for package, architecture, path in _FOUND.findall(_output("dpkg", "-S", *places)):
        if not architecture or architecture == native:
            found.setdefault(Path(path).name, package)
    return found


def _component(origin: _Origin, files: list[Path], packages: dict[str, str], program: Path) -> Component:
    entry = entry_of_library(files[0].name)
    if not origin.version:
        texts, purl, source = entry.licence_texts() if entry else (), "", entry.source if entry else ""
    else:
        texts = debian_texts(packages[files[0].name])
        purl = f"pkg:deb/debian/{origin.name}@{origin.version}?arch=source"
        source = f"Debian's or Ubuntu's source package {origin.name} {origin.version}"
    if not texts:
        raise MissingLicenceError(f"The system has no copyright file of {origin.name} in {_DOCUMENTS}.")
    return Component(
        name=origin.name,
        version=origin.version,
        kind=Kind.LIBRARY,
        licence=_licence(entry, texts),
        texts=texts,
        purl=purl,
        source=source,
        files=tuple(file.relative_to(program).as_posix() for file in files),
    )


def _licence(entry: Entry | None, texts: tuple[LicenceText, ...]) -> str:
    if entry is not None:
        return entry.licence
    named = dict.fromkeys(re.findall(r"^License: *(\S.*?)\s*$", texts[0].text, re.MULTILINE))
    return next(iter(named)) if len(named) == 1 else SEVERAL


def debian_texts(package: str) -> tuple[LicenceText, ...]:
    """Return a package's copyright file, and the common licences that it refers to."""
    file = _DOCUMENTS / package / "copyright"
    if not file.exists():
        return ()
    text = file.read_text("utf-8", "replace")
    named = sorted(set(_REFERENCE.findall(text)))
    common = (LicenceText(name, (_COMMON / name).read_text("utf-8")) for name in named if (_COMMON / name).is_file())
    return (LicenceText("copyright", text), *common)


@cache
def _debian_origin(package: str) -> _Origin:
    """Return the source package that a package was built from."""
    name, version = _output("dpkg-query", "-W", r"-f=${source:Package}\n${source:Version}\n", package).split("\n")[:2]
    return _Origin(name, version)


def _library_folders() -> list[Path]:
    """Return where the system's libraries lie; packages that are older than /usr's merge say /lib."""
    multiarch = sysconfig.get_config_var("MULTIARCH") or f"{platform.machine()}-linux-gnu"
    return [Path(top) / inside for top in ("/usr/lib", "/lib") for inside in (multiarch, "")]


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
