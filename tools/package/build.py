"""Makes the program's folder: PyInstaller's work, the native builds, the starter model, and what the law asks for."""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tools.package.icu_data import make_small
from tools.package.layout import BASE, BUILD, FLAVOUR, FLAVOURS, PACKAGING, PROGRAM, RUNTIMES, STARTER
from tools.package.numpy_wheel import small_numpy
from tools.package.runtimes import found, lay_out, strip
from tools.package.search_paths import keep_own
from tools.package.starter import starter
from tools.packages import ROOT
from tools.system import NotReadyError, say

_STRIPPED_ALREADY = frozenset({"PySide6", "shiboken6", "numpy.libs"})
"""Whose libraries have nothing for debuggers, and some of whom `strip` would damage."""

_PAPERS = ("notices", "sbom")
"""The jobs that write what is in the package, into it."""


def main(arguments: Sequence[str]) -> int:
    """Make the folder. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package build", description="Makes the program's folder.")
    parser.add_argument("--flavour", choices=FLAVOURS, default=os.environ.get(FLAVOUR) or BASE)
    parser.add_argument("--without-papers", action="store_true", help="leave out the licences and the list of parts")
    parser.add_argument("--stock-numpy", action="store_true", help="take the installed numpy, 30 MB larger")
    options = parser.parse_args(arguments)
    os.environ[FLAVOUR] = options.flavour
    builds, model = found(options.flavour), starter()
    before = (str(small_numpy()),) if sys.platform == "linux" and not options.stock_numpy else ()
    made = _collected(before)
    _slim(made)
    _add(made, builds, model)
    if not options.without_papers:
        for paper in _PAPERS:
            job = import_module(f"tools.package.{paper}")
            if job.main(()) != 0:
                raise NotReadyError(f"The job {paper} failed.")
    say(f"{PROGRAM} is the program.")
    return 0


def _collected(before: Sequence[str]) -> Path:
    """Let PyInstaller collect the program and return its folder, at its final place.

    Modules are looked for in the folders `before` first.
    """
    command = (sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN")
    places = ("--distpath", str(BUILD / "collected"), "--workpath", str(BUILD / "work"))
    say("Collecting the program. That takes two to three minutes.")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((*before, str(ROOT)))}
    if subprocess.run((*command, *places, "build.spec"), cwd=ROOT, env=environment, check=False).returncode != 0:
        raise NotReadyError("PyInstaller failed; its messages are above.")
    name = "Tempera.app" if sys.platform == "darwin" else "tempera"
    target = PROGRAM.with_name(name)
    shutil.rmtree(target, ignore_errors=True)
    (BUILD / "collected" / name).rename(target)
    return target


def _slim(program: Path) -> None:
    """Take out what nobody needs: what only a debugger reads, folders of this machine, tables of other languages."""
    if platform.system() != "Linux":
        return
    inside = program / "_internal"
    for file in inside.rglob("*.so*"):
        if file.is_symlink() or not file.is_file():
            continue
        if file.relative_to(inside).parts[0] not in _STRIPPED_ALREADY:
            strip(file)
        keep_own(file)
    for tables in inside.glob("PySide6/Qt/lib/libicudata.so.*"):
        make_small(tables)


def _add(program: Path, builds: Sequence[Path], model: Path) -> None:
    """Lay out beside the collected program what is read there and never collected."""
    if sys.platform != "win32":  # whose programs have a console or have none
        twin = (program / "Contents" / "MacOS" if sys.platform == "darwin" else program) / "tempera-cli"
        twin.unlink(missing_ok=True)
        twin.symlink_to("tempera")
    place = program / "Contents" / "Resources" if sys.platform == "darwin" else program
    lay_out(builds, place / RUNTIMES)
    shutil.rmtree(place / STARTER, ignore_errors=True)
    (place / STARTER).mkdir()
    shutil.copy2(model, place / STARTER / model.name)
    shutil.copy2(ROOT / "LICENSE", place / "LICENSE.txt")
    if sys.platform == "darwin":
        shutil.copy2(PACKAGING / "macos" / "gguf.icns", place)
