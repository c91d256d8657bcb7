"""Tells a process of the engine's program which native build to load, by its environment."""

import os
from pathlib import Path

from models.runtime.manifest import ManifestError, read_manifest
from models.system import child_environment

BACK_ENDS = "TEMPERA_BACK_ENDS"
"""Names the folder with the back ends of a build that has its core elsewhere."""

_CORE = "LLAMA_CPP_LIB_PATH"
"""Names the folder with llama.cpp itself and the processor's back ends. llama-cpp-python reads it."""


def engine_environment(build: Path | None) -> dict[str, str]:
    """Return the environment of a process that computes with the build in the folder `build`.

    None: with llama-cpp-python's own libraries, or those that our own environment names.
    """
    environment = child_environment()
    environment.pop(BACK_ENDS, None)
    if build is None:
        return environment
    core = core_folder(build)
    environment[_CORE] = str(core)
    if core != build:
        environment[BACK_ENDS] = str(build)
    return environment


def core_folder(build: Path) -> Path:
    """Return the folder with llama.cpp itself: the build's own, or the one beside it that its manifest names."""
    try:
        core = read_manifest(build).core
    except ManifestError:  # a folder of libraries and nothing else
        return build
    return build.parent / core if core else build


def back_ends_folder() -> Path | None:
    """Return the folder with this process's back ends beyond those beside llama.cpp itself; None where it has none."""
    named = os.environ.get(BACK_ENDS)
    return Path(named) if named else None
