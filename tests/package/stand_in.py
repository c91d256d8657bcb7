"""A program's folder with little in it: programs that say how they were called, the layout of the real one."""

import shutil
from pathlib import Path

from tools.package.layout import STARTER

SAYS = """#!/bin/sh
printf '%s\\n' "$0" "$@" >"$HOME/said.new"
mv "$HOME/said.new" "$HOME/said"
"""
VERSION = "#!/bin/sh\necho 'tempera 0.1.0'\n"


def make_scripts(folder: Path) -> Path:
    """Return `folder` as a program whose window writes down in the home folder how it was called."""
    _fill(folder)
    for name, script in {"tempera": SAYS, "tempera-cli": VERSION}.items():
        (folder / name).write_text(script, "utf-8")
        (folder / name).chmod(0o755)
    return folder


def make_binaries(folder: Path) -> Path:
    """Return `folder` as a program whose executables are some that every system has."""
    _fill(folder)
    sleep = shutil.which("sleep")
    assert sleep is not None
    for name in ("tempera", "tempera-cli", "tempera-engine"):
        shutil.copy(sleep, folder / name)
    return folder


def _fill(folder: Path) -> None:
    (folder / STARTER).mkdir(parents=True)
    (folder / STARTER / "starter.gguf").write_bytes(b"GGUF")
    (folder / "THIRD_PARTY_NOTICES.txt").write_text("none\n", "utf-8")
