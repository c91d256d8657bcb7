"""The libraries that what Microsoft's compiler makes needs, laid beside it: a bare Windows does not have them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.runtime.recipe import Beside
from tools.system import NotReadyError

_PATTERNS = ("msvcp140*.dll", "vcruntime140*.dll")
_CRT = "x64/Microsoft.VC*.CRT"
_VSWHERE = Path("C:/Program Files (x86)/Microsoft Visual Studio/Installer/vswhere.exe")


def compiler_libraries() -> Beside:
    """Return the names and places of these libraries; none elsewhere than on Windows.

    Raises NotReadyError where Visual Studio, which may be passed on with what it makes, is not here.
    """
    return redistributables() if sys.platform == "win32" else ()


def redistributables() -> Beside:
    """Return what Visual Studio's newest folder of redistributable libraries has. Raises NotReadyError."""
    for folder in _folders():
        if found := sorted(file for pattern in _PATTERNS for file in folder.glob(pattern)):
            return tuple((file.name, file) for file in found)
    raise NotReadyError("Visual Studio's redistributable libraries are not here; install its C++ build tools.")


def _folders() -> Iterator[Path]:
    if named := os.environ.get("VCToolsRedistDir"):  # noqa: SIM112 - Visual Studio's own spelling
        yield from Path(named).glob(_CRT)
    if _VSWHERE.exists():
        command = (str(_VSWHERE), "-latest", "-products", "*", "-property", "installationPath")
        place = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        versions = [folder for folder in Path(place, "VC/Redist/MSVC").glob("[0-9]*") if folder.is_dir()]
        for version in sorted(versions, key=_numbers, reverse=True):
            yield from version.glob(_CRT)


def _numbers(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.name.split(".") if part.isdecimal())
