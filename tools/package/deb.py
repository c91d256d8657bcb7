"""A .deb of the program's folder, made by dpkg-deb alone; the same sources make the same bytes."""

import argparse
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.package import debian
from tools.package.changelog import moment, releases
from tools.package.debian_depends import depends, programs_and_libraries
from tools.package.layout import OUT, PROGRAM, flavour, version
from tools.package.linux_tree import copy_program, link_commands, settle
from tools.package.menu_files import LINUX, compress, home, lay_out
from tools.packages import ROOT
from tools.system import NotReadyError, say

_COMPRESSION = ("-Zxz", "-z6", "--threads-max=2")
"""xz cuts its blocks alike for every number of threads but one."""

_QUICK = ("-Zgzip", "-z1")


def main(arguments: Sequence[str]) -> int:
    """Make the .deb. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package deb")
    parser.add_argument("--program", type=Path, default=PROGRAM, help="the program's folder")
    parser.add_argument("--out", type=Path, default=OUT, help="where the .deb goes")
    parser.add_argument("--quick", action="store_true", help="compress little, for trying things out")
    options = parser.parse_args(arguments)
    made = build(options.program, options.out, flavour=flavour(), quick=options.quick)
    say(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
    return 0


def build(program: Path, out: Path, *, flavour: str, quick: bool = False) -> Path:
    """Return the .deb of the folder `program`, made in the folder `out`. Raises NotReadyError where it cannot be."""
    if not shutil.which("dpkg-deb"):
        raise NotReadyError("dpkg-deb is missing: a .deb is made on Debian or Ubuntu.")
    name, machine = debian.package_name(flavour), platform.machine()
    out.mkdir(parents=True, exist_ok=True)
    made = out / f"{name}_{debian.debian_version(version())}_{debian.architecture(machine)}.deb"
    with tempfile.TemporaryDirectory(dir=out, prefix=".deb-") as draft:
        root = Path(draft) / name
        lay_out_tree(program, root, name)
        needed = depends(root, programs_and_libraries(root))
        _write_control(root, flavour=flavour, machine=machine, needed=needed)
        settle(root, moment())
        _pack(root, made, _QUICK if quick else _COMPRESSION)
    return made


def _pack(root: Path, made: Path, compression: Sequence[str]) -> None:
    command = ("dpkg-deb", "--root-owner-group", *compression, "--build", str(root), str(made))
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(moment()), "LC_ALL": "C.UTF-8"}
    if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        raise NotReadyError("dpkg-deb failed; its message is above.")


def lay_out_tree(program: Path, root: Path, name: str) -> None:
    """Write the package's files into `root` as they will lie below /."""
    (root / "DEBIAN").mkdir(parents=True)
    folder = root / "usr" / "lib" / "tempera"
    copy_program(program, folder)
    link_commands(root / "usr" / "bin")
    share = root / "usr" / "share"
    lay_out(share)
    documents = share / "doc" / name
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(debian.copyright_file(name), "utf-8")
    (documents / "changelog.gz").write_bytes(compress((ROOT / "CHANGELOG.md").read_bytes()))
    entries = debian.changelog(name, debian.released_or_now(releases()))
    (documents / "changelog.Debian.gz").write_bytes(compress(entries.encode()))
    for listing in ("THIRD_PARTY_NOTICES.txt", "sbom.cdx.json"):
        if (folder / listing).exists():
            (documents / listing).symlink_to(Path("..", "..", "..", "lib", "tempera", listing))
    overrides = share / "lintian" / "overrides" / name
    overrides.parent.mkdir(parents=True)
    overrides.write_text((LINUX / "lintian-overrides").read_text("utf-8").replace("@PACKAGE@", name), "utf-8")


def _write_control(root: Path, *, flavour: str, machine: str, needed: str) -> None:
    size = debian.installed_size(root)
    text = debian.control(flavour=flavour, machine=machine, depends=needed, size=size, page=home().page)
    (root / "DEBIAN" / "control").write_text(text, "utf-8")
    (root / "DEBIAN" / "md5sums").write_text(debian.checksums(root), "utf-8")
