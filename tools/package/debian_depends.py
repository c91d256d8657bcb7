"""Which Debian packages a folder of programs needs: dpkg-shlibdeps asks the libraries themselves."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tools.package.search_paths import is_elf
from tools.system import NotReadyError

_LEFT_OUT = (
    "*/Qt/plugins/platformthemes/*",
    "*/Qt/plugins/platforms/libqwayland*",
    "*/Qt/plugins/wayland-*/*",
    "*/Qt/plugins/egldeviceintegrations/*",
    "*/libQt6Wayland*",
    "*/libQt6WlShell*",
    "*/libQt6EglF*",
    "*/runtimes/cuda*/*",
)
"""Parts that are used only where the desktop or the driver they belong to is, which brings the libraries."""


def programs_and_libraries(folder: Path) -> tuple[Path, ...]:
    """Return every ELF file below `folder` whose needs the package must meet; links are left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    wanted = (path for path in files if not any(path.match(pattern) for pattern in _LEFT_OUT))
    return tuple(path for path in wanted if is_elf(path))


def depends(root: Path, files: Iterable[Path]) -> str:
    """Return the value of the field Depends for `files`, which lie in the package's tree `root`.

    `root` must have a folder DEBIAN, which is how the tool knows it. A library that is in the tree satisfies those
    that need it. For the others the lowest version follows from the symbols that are used, as their packages declare
    it. Raises NotReadyError where a library is neither in the tree
    nor in an installed package, or where this is no Debian.
    """
    tool = shutil.which("dpkg-shlibdeps")
    if not tool:
        raise NotReadyError("dpkg-shlibdeps is missing; it is in Debian's package dpkg-dev.")
    files = tuple(files)
    own = sorted({f"/{path.parent.relative_to(root)}" for path in root.rglob("*.so*")})
    with tempfile.TemporaryDirectory() as draft:
        control = Path(draft) / "debian" / "control"
        control.parent.mkdir()
        control.write_text("Source: tempera\n\nPackage: tempera\nArchitecture: any\n", "utf-8")
        done = subprocess.run(
            [tool, "-O", "--warnings=0", *(f"-l{folder}" for folder in own), *(f"-e{path}" for path in files)],
            cwd=draft,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        raise NotReadyError(f"dpkg-shlibdeps found no package for a library:\n{_short(done.stderr)}")
    found = re.search(r"^shlibs:Depends=(.*)$", done.stdout, re.MULTILINE)
    return found[1] if found else ""


def _short(message: str, most: int = 20) -> str:
    return "\n".join(message.strip().splitlines()[-most:])
