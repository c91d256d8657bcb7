"""Runs first in every program of a package.

The modules of all programs are in one archive beside them, each once: PyInstaller's reader, which begins with the empty
archive inside the program, is told to read that. And other programs are to be started with the environment that we were
started in: PyInstaller put the folder of our libraries into it. Where that folder's name holds a sign at which the
system's loader cuts a list of folders in two, it found none of them, and they are loaded here.
"""

import os
import sys

_CUTS = frozenset(":;")


def begin() -> None:
    """Do all that."""
    importers = sys.modules["pyimod02_importers"]
    folder: str = sys._MEIPASS  # type: ignore[attr-defined]  # noqa: SLF001 - PyInstaller's name for it
    importers.pyz_archive.__init__(os.path.join(folder, "modules.pyz"), check_pymagic=True)  # noqa: PTH118
    for name in ("LD_LIBRARY_PATH", "LIBPATH"):
        users, ours = os.environ.pop(f"{name}_ORIG", None), os.environ.pop(name, None)
        if users is not None:
            os.environ[name] = users
        elif ours is not None and not ours.startswith(folder):
            os.environ[name] = ours
    if sys.platform.startswith("linux") and _CUTS & set(folder):
        _load_libraries(folder)


def _load_libraries(folder: str) -> None:
    """Load the libraries that lie in `folder`, each after those it needs: who needs one later finds it by its name."""
    left = [entry.path for entry in os.scandir(folder) if ".so" in entry.name and entry.is_file()]
    before = len(left) + 1
    while len(left) < before:
        before = len(left)
        left = [path for path in left if not _loads(path)]


def _loads(path: str) -> bool:
    import ctypes  # hardly ever needed

    try:
        ctypes.CDLL(path)
    except OSError:  # one that it needs has not been loaded yet
        return False
    return True


begin()
