"""What a native build is made of: its name, cmake's options, and everything else that decides what comes out."""

import hashlib
import platform
import shutil
import subprocess
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
    beside: tuple[tuple[str, Path], ...] = ()
    paths: tuple[str, ...] = ()
    needs_driver_stub: bool = False

    @property
    def key(self) -> str:
        """What the result depends on, in short."""
        machine = (platform.system(), platform.machine(), *compilers())
        parts = (FORMAT, LLAMA_CPP, self.name, *COMMON, *self.options, *self.tools, *self.variants, *machine)
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


def cpu(variants: tuple[str, ...]) -> Recipe:
    """Return how the build without an accelerator is made."""
    return Recipe("cpu", variants=variants)
