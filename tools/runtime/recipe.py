"""What a native build is made of: its name, cmake's options, and everything else that decides what comes out."""

import hashlib
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.native import LLAMA_CPP
from tools.system import NotReadyError

FORMAT = "1"
"""To be raised where folders that were built before are no longer what would be built now."""

COMMON = (
    "CMAKE_BUILD_TYPE=Release",
    "BUILD_SHARED_LIBS=ON",
    "CMAKE_PLATFORM_NO_VERSIONED_SONAME=ON",  # one file a library, no chain of links
    "CMAKE_INSTALL_RPATH=$ORIGIN",
    "CMAKE_BUILD_WITH_INSTALL_RPATH=ON",
    "GGML_BACKEND_DL=ON",
    "GGML_NATIVE=OFF",
    "GGML_CPU_ALL_VARIANTS=ON",
    "LLAMA_BUILD_APP=OFF",
    "LLAMA_BUILD_COMMON=OFF",
    "LLAMA_BUILD_EXAMPLES=OFF",
    "LLAMA_BUILD_SERVER=OFF",
    "LLAMA_BUILD_TESTS=OFF",
    "LLAMA_BUILD_TOOLS=OFF",
    "LLAMA_OPENSSL=OFF",
)
"""Every build: back ends as libraries of their own, for any processor, and nothing but libraries."""

OLDEST_MACOS = "13.0"
"""As for PySide6, whose wheels need it."""

_OF_SYSTEM = {
    # Microsoft's OpenMP is another library to bring along; llama.cpp's own threads do the same work.
    "win32": ("GGML_OPENMP=OFF",),
    "darwin": (
        f"CMAKE_OSX_DEPLOYMENT_TARGET={OLDEST_MACOS}",
        "CMAKE_INSTALL_RPATH=@loader_path;@loader_path/../cpu",  # the core of a package lies in the folder beside
        "GGML_BLAS=OFF",
        "GGML_METAL=OFF",
        "GGML_OPENMP=OFF",
    ),
}

Beside = tuple[tuple[str, Path], ...]
"""The names and places of files that are copied into a build's folder."""


@dataclass(frozen=True)
class Recipe:
    """How one native build is made.

    `options` are cmake's, NAME=VALUE; `tools` the versions of what compiles it; `variants` the CPU variants, none for
    all; `beside` the names and places of files that are copied into the folder; `paths` options that say where things
    are on this machine and change nothing in what is built; `needs_driver_stub` whether a stub of NVIDIA's driver is
    linked with.
    """

    name: str
    options: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    cuda: str = ""
    beside: Beside = ()
    paths: tuple[str, ...] = ()
    needs_driver_stub: bool = False

    @property
    def all_options(self) -> tuple[str, ...]:
        """Its own options with those of every build and of this system; of a name, the most particular one."""
        options = (*COMMON, *_OF_SYSTEM.get(sys.platform, ()), *self.options)
        return tuple({option.partition("=")[0]: option for option in options}.values())

    @property
    def key(self) -> str:
        """What the result depends on, in short."""
        machine = (platform.system(), platform.machine(), *compilers())
        parts = (FORMAT, LLAMA_CPP, self.name, *self.all_options, *self.tools, *self.variants, *machine)
        beside = (f"{name} {path.stat().st_size}" for name, path in self.beside)
        return hashlib.sha256("\0".join((*parts, *beside)).encode()).hexdigest()[:16]


def compilers() -> tuple[str, ...]:
    """Return what the C++ compiler says of itself; nothing where cmake will have to find one."""
    found = next(filter(None, map(shutil.which, ("c++", "g++", "clang++"))), None)
    return (first_line(found, "--version"),) if found else ()


def first_line(*command: str) -> str:
    """Return the first line that a program prints."""
    return output(*command).partition("\n")[0].strip()


def output(*command: str) -> str:
    """Return what a program prints. Raises NotReadyError where it cannot be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotReadyError(f"{command[0]} does not run: {error}") from error
