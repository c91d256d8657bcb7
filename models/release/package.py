"""How this copy of the program came here: from its source, or in which kind of package."""

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.installation import bundled_runtimes, is_portable, program_folder

_SYSTEM = Path("/usr")
_UNINSTALLER = "uninstall.exe"


class PackageKind(StrEnum):
    """The kinds of package."""

    SOURCE = "source"
    FOLDER = "folder"  # unpacked somewhere
    SYSTEM = "system"  # put there by the package manager of a Linux system
    APPIMAGE = "appimage"
    INSTALLER = "installer"
    BUNDLE = "bundle"


class Flavour(StrEnum):
    """Which graphics cards a package has native builds for."""

    BASE = "base"
    CUDA = "cuda"
    METAL = "metal"


@dataclass(frozen=True)
class Package:
    """What this copy came as. `flavour` is None where there are no native builds in it, as in a source tree.

    A `portable` one keeps everything beside itself.
    """

    kind: PackageKind
    flavour: Flavour | None
    portable: bool

    def __str__(self) -> str:
        words = (self.kind.value, self.flavour.value if self.flavour else "", "portable" if self.portable else "")
        return ", ".join(filter(None, words))


def this_package() -> Package:
    """Return what this copy came as."""
    folder = program_folder()
    kind = PackageKind.SOURCE if folder is None else _kind(folder)
    return Package(kind=kind, flavour=_flavour(), portable=is_portable())


def _kind(folder: Path) -> PackageKind:
    if sys.platform == "win32":
        found = PackageKind.INSTALLER if (folder / _UNINSTALLER).is_file() else PackageKind.FOLDER
    elif sys.platform == "darwin":
        found = PackageKind.BUNDLE if folder.parent.name == "Contents" else PackageKind.FOLDER
    elif _in_appimage(folder):
        found = PackageKind.APPIMAGE
    else:
        found = PackageKind.SYSTEM if folder.is_relative_to(_SYSTEM) else PackageKind.FOLDER
    return found


def _in_appimage(folder: Path) -> bool:
    """Say whether a folder is in the AppImage that is mounted; another one may have started this program."""
    mounted = os.environ.get("APPDIR")
    return bool(mounted and os.environ.get("APPIMAGE")) and folder.is_relative_to(Path(mounted or "").resolve())


def _flavour() -> Flavour | None:
    folder = bundled_runtimes()
    if folder is None:
        return None
    try:
        names = [each.name for each in folder.iterdir()]
    except OSError:  # not readable any more: then nothing of it is there
        return None
    special = (flavour for flavour in Flavour if any(name.startswith(flavour.value) for name in names))
    return next(special, Flavour.BASE)
