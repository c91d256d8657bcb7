"""A bare machine: the smallest Debian that debootstrap makes, and what a .deb depends on, each made once and kept.

The virtual screen and who types on it stay outside: their libraries would hide what the .deb forgets to depend on.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.system import NotReadyError, say

RELEASE = "bookworm"
FONT = "fonts-noto-cjk"
"""Beside what the .deb depends on: else pictures of Chinese texts show nothing. It holds no library."""

_SETTLED = "settled"


@dataclass(frozen=True)
class Layers:
    """The folders that a machine is laid together from, the lowest first. None of them is written to any more."""

    folders: tuple[Path, ...]


def roots() -> Path:
    """Return the folder where machines are kept."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "tempera" / "roots"


def layers_for(deb: Path) -> Layers:
    """Return the machine that has what `deb` depends on, and nothing more; made now where it is not there yet.

    Needs the network and root's rights the first time. Raises NotReadyError.
    """
    base = _base()
    needed = _dependencies(deb)
    key = hashlib.sha256(f"{base.name}\n{needed}\n{FONT}".encode()).hexdigest()[:12]
    layer = roots() / f"{RELEASE}-{key}"
    if not (layer / _SETTLED).is_file():
        say(f"Adding what the .deb depends on: {needed}")
        _add(base, layer, needed)
    return Layers((base / "files", layer / "files"))


def _base() -> Path:
    base = roots() / RELEASE
    if (base / _SETTLED).is_file():
        return base
    say(f"Making the smallest {RELEASE} with debootstrap, once.")
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir(parents=True)
    _do("debootstrap", "--variant=minbase", "--arch=amd64", RELEASE, str(base / "files"))
    (base / _SETTLED).touch()
    return base


def _dependencies(deb: Path) -> str:
    """Return what the control file says, as apt writes it."""
    fields = ("Pre-Depends", "Depends")
    listed = (subprocess.check_output(["dpkg-deb", "--field", str(deb), field], text=True) for field in fields)
    return ", ".join(" ".join(text.split()) for text in listed if text.strip())


def _add(base: Path, layer: Path, needed: str) -> None:
    shutil.rmtree(layer, ignore_errors=True)
    (layer / "files").mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=layer) as work:
        merged, scratch = Path(work) / "merged", Path(work) / "scratch"
        merged.mkdir()
        scratch.mkdir()
        with _mounted((base / "files",), upper=layer / "files", work=scratch, at=merged):
            (merged / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n", "utf-8")
            (merged / "usr/sbin/policy-rc.d").chmod(0o755)
            shutil.copy("/etc/resolv.conf", merged / "etc/resolv.conf")
            apt = ("chroot", str(merged), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes")
            _do(*apt, "update")
            _do(*apt, "--no-install-recommends", "satisfy", needed)
            _do(*apt, "--no-install-recommends", "install", FONT)
            _do(*apt, "clean")
    (layer / _SETTLED).touch()


@contextlib.contextmanager
def _mounted(lower: tuple[Path, ...], *, upper: Path, work: Path, at: Path) -> Iterator[None]:
    mount_layers(lower, upper=upper, work=work, at=at)
    try:
        yield
    finally:
        _do("umount", str(at))


def mount_layers(lower: tuple[Path, ...], *, upper: Path, work: Path, at: Path) -> None:
    """Show the folders as one at `at`; what is written there goes to `upper`. Raises NotReadyError."""
    below = ":".join(str(folder) for folder in reversed(lower))
    _do("mount", "-t", "overlay", "-o", f"lowerdir={below},upperdir={upper},workdir={work}", "overlay", str(at))


def _do(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise NotReadyError(f"This failed: {' '.join(command)}\n{done.stdout[-2000:]}")
