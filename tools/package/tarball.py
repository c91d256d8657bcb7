"""A tar.gz with the program's folder and a script that installs it for one user; the same sources, the same bytes."""

import argparse
import gzip
import platform
import shutil
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.package.changelog import moment
from tools.package.layout import OUT, PROGRAM, artefact, flavour, version
from tools.package.linux_tree import copy_program, settle
from tools.package.menu_files import LINUX, lay_out
from tools.package.user_data import files, folders, names
from tools.packages import ROOT
from tools.system import say

_LEVEL = 6


def main(arguments: Sequence[str]) -> int:
    """Make the archive. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package tarball")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="the program's folder")
    parser.add_argument("--out", type=Path, default=OUT, help="where the archive goes")
    options = parser.parse_args(arguments)
    made = build(options.program, options.out, flavour=flavour())
    say(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
    return 0


def build(program: Path, out: Path, *, flavour: str) -> Path:
    """Return the archive of the folder `program`, made in `out`. Raises NotReadyError where there is none."""
    name = artefact(".tar.gz", flavour, system="linux", machine=platform.machine()).name
    out.mkdir(parents=True, exist_ok=True)
    top = name.removesuffix(".tar.gz")
    with tempfile.TemporaryDirectory() as draft:
        folder = Path(draft) / top
        folder.mkdir()
        copy_program(program, folder / "tempera")
        write_companions(folder)
        settle(folder, moment())
        pack(folder, out / name)
    return out / name


def write_companions(folder: Path) -> None:
    """Write into `folder` what lies beside the program in the archive: the scripts, a text, the files for the menu."""
    for script in ("install.sh", "uninstall.sh"):
        (folder / script).write_text(fill((LINUX / script).read_text("utf-8")), "utf-8")
        (folder / script).chmod(0o755)
    (folder / "README.txt").write_text(fill((LINUX / "README.txt").read_text("utf-8")), "utf-8")
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE.txt")
    lay_out(folder / "share")


def fill(template: str) -> str:
    """Return a script or a text with what it has to know filled in."""
    shared = (LINUX / "shared.sh").read_text("utf-8").rstrip()
    words = {
        "SHARED": shared,
        "VERSION": version(),
        "MACHINE": platform.machine(),
        "KEPT": " ".join(names()),
        "FILES": " ".join(files()),
        "FOLDERS": " ".join(folders()),
    }
    for word, value in words.items():
        template = template.replace(f"@{word}@", value)
    return template


def pack(folder: Path, archive: Path) -> None:
    """Write `folder` as a tar.gz in which everything is root's."""

    def of_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        return member

    draft = archive.with_name(f"{archive.name}.new")
    with (
        draft.open("wb") as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.add(folder, folder.name, filter=of_root)
    draft.replace(archive)
