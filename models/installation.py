"""Whether this is an installed program, where it lies, what came with it, and where it keeps everything."""

import os
import sys
from pathlib import Path

_PORTABLE_MARKS = ("portable", "portable.txt")
"""Files the user makes beside the program; Windows hides the ending that its editor adds."""


def is_packaged() -> bool:
    """Say whether this program runs from a package, with its own executables in Python's place, not by Python itself.

    Only here the interpreter is asked, which has the answer from PyInstaller.
    """
    return bool(getattr(sys, "frozen", False))


def program_folder() -> Path | None:
    """Return the folder of the installed program's executables, None where the program runs from its source tree."""
    return Path(sys.executable).resolve().parent if is_packaged() else None


def bundled_runtimes() -> Path | None:
    """Return the folder of the native builds that came with the program, None where there is none."""
    return _came_with_the_program("runtimes")


def bundled_models() -> Path | None:
    """Return the folder of the models that came with the program, None where there is none; never written to."""
    return _came_with_the_program("starter")


def notices() -> Path | None:
    """Return the licences of everything that is in the package, None where there is no such file."""
    return _came_with_the_program("THIRD_PARTY_NOTICES.txt")


def is_portable() -> bool:
    """Say whether the user asked the program to keep everything in its own folder."""
    return portable_home() is not None


def portable_home() -> Path | None:
    """Return the data folder beside the program where the user made a file `portable` there, else None."""
    place = _what_the_user_sees()
    if place is None or not any((place / mark).exists() for mark in _PORTABLE_MARKS):
        return None
    return place / "data"


def _came_with_the_program(name: str) -> Path | None:
    folder = program_folder()
    if folder is None:
        return None
    path = (folder.parent / "Resources" if _bundle(folder) else folder) / name
    return path if path.exists() else None


def _what_the_user_sees() -> Path | None:
    """Return the folder that holds what the user double-clicks: the program, the bundle of macOS, the AppImage."""
    folder = program_folder()
    if folder is None:
        return None
    image, mounted = os.environ.get("APPIMAGE"), os.environ.get("APPDIR")
    # Another program's AppImage may have started this one: its variables are then not about this program.
    if image and mounted and folder.is_relative_to(Path(mounted).resolve()):
        return Path(image).parent
    bundle = _bundle(folder)
    return bundle.parent if bundle else folder


def _bundle(folder: Path) -> Path | None:
    """Return the macOS bundle in which `folder` holds the executables, None where it is no such folder."""
    inside = folder.name == "MacOS" and folder.parent.name == "Contents"
    return folder.parent.parent if inside and folder.parent.parent.suffix == ".app" else None
