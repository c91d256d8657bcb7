"""The folder that becomes an AppImage: the program, AppRun, and what a desktop reads; appimagetool packs it."""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from tools.package.changelog import moment
from tools.package.layout import BUILD, PROGRAM
from tools.package.linux_tree import copy_program, link_commands, settle
from tools.package.menu_files import LINUX, lay_out
from tools.system import say

APPDIR = BUILD / "Tempera.AppDir"


def main(arguments: Sequence[str]) -> int:
    """Lay the folder out. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package appdir")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="the program's folder")
    parser.add_argument("--out", type=Path, default=APPDIR, help="the folder to write")
    options = parser.parse_args(arguments)
    build(options.program, options.out)
    say(str(options.out))
    return 0


def build(program: Path, appdir: Path) -> None:
    """Lay out `appdir` anew. Raises NotReadyError where there is no program."""
    shutil.rmtree(appdir, ignore_errors=True)
    copy_program(program, appdir / "usr" / "lib" / "tempera")
    link_commands(appdir / "usr" / "bin")
    share = appdir / "usr" / "share"
    lay_out(share)
    # the place where the tools of AppImage look for the description
    for described in (share / "metainfo").glob("*.metainfo.xml"):
        described.rename(described.with_name(described.name.replace(".metainfo.xml", ".appdata.xml")))
    shutil.copy(LINUX / "AppRun", appdir / "AppRun")
    (appdir / "AppRun").chmod(0o755)
    (appdir / "tempera.desktop").symlink_to("usr/share/applications/tempera.desktop")
    (appdir / "tempera.png").symlink_to("usr/share/icons/hicolor/256x256/apps/tempera.png")
    (appdir / ".DirIcon").symlink_to("tempera.png")
    settle(appdir, moment())
