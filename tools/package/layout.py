"""Where a package is made, and how its parts are called."""

import os
import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tools.packages import ROOT

PLACE = "TEMPERA_PACKAGE"
"""The environment variable that names another folder to make packages in."""

BUILD = Path(os.environ.get(PLACE) or ROOT / "build" / "package")
"""Everything that is made for a package."""

PROGRAM = BUILD / "tempera"
"""The program's folder as it is installed."""

OUT = BUILD / "out"
"""The finished packages, each one file."""

PACKAGING = ROOT / "resources" / "packaging"
"""What the systems want beside the program: menu entries, icons, scripts. Not part of the program's folder."""

RUNTIMES = "runtimes"
STARTER = "starter"
CORE = "cpu"
"""The native build that the others stand on."""

FLAVOUR = "TEMPERA_FLAVOUR"
"""The environment variable that says which flavour is made."""

BASE, CUDA = "base", "cuda"
FLAVOURS = (BASE, CUDA)
"""`base` computes on processors and through Vulkan; `cuda` has NVIDIA's libraries, too."""

_RUNTIMES_OF = {BASE: (CORE, "vulkan"), CUDA: (CORE, "vulkan", "cuda13")}
_RUNTIMES_OF_MACOS = (CORE, "metal")
_FIRST_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def flavour() -> str:
    """Return which flavour is being made. Raises ValueError where the environment names none of them."""
    chosen = os.environ.get(FLAVOUR) or BASE
    if chosen not in FLAVOURS:
        raise ValueError(f"{FLAVOUR} is {chosen}; the flavours are {', '.join(FLAVOURS)}")
    return chosen


def runtimes(flavour: str) -> tuple[str, ...]:
    """Return the names of the native builds in a flavour, the core first."""
    return _RUNTIMES_OF_MACOS if sys.platform == "darwin" else _RUNTIMES_OF[flavour]


def version() -> str:
    """Return the version of the program, as pyproject.toml says it."""
    return str(project()["version"])


def version_numbers() -> tuple[int, int, int, int]:
    """Return the version as four numbers, as Windows has it."""
    found = _FIRST_NUMBERS.match(version())
    numbers = [int(number) for number in found[0].split(".")] if found else []
    first, second, third, fourth = (*numbers, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def artefact(suffix: str, flavour: str, *, system: str, machine: str) -> Path:
    """Return the file that a finished package becomes: `tempera-0.1.0-linux-x86_64.tar.gz`, with `-cuda` for CUDA."""
    kind = "" if flavour == BASE else f"-{flavour}"
    return OUT / f"tempera-{version()}-{system}-{machine}{kind}{suffix}"


@cache
def project() -> dict[str, Any]:
    """Return the table `project` of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table
