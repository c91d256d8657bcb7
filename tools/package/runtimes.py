"""Lays native builds out for a package: the core with every variant for processors once, the others beside it."""

import hashlib
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from models.runtime import BuiltFile, Manifest, ManifestError, read_manifest, write_manifest
from tools.package.layout import CORE, runtimes
from tools.packages import ROOT
from tools.runtime.registry import cache
from tools.system import NotReadyError

PLACES = "TEMPERA_PACKAGE_RUNTIMES"
"""The environment variable that names folders with native builds to take, before all others."""

_CORE_BEGINS = ("ggml-base", "ggml-cpu", "ggml.", "llama.", "msvcp140", "vcruntime140")
"""How the names of the core's files begin, without what the system puts before them; its licence is one. The last two
are Microsoft's, for what its compiler makes."""

_ACCELERATORS = ("ggml-vulkan", "ggml-cuda", "ggml-metal", "ggml-hip", "ggml-sycl")
_RARE = frozenset({"cannonlake", "cooperlake", "icelake", "piledriver"})
"""Variants that are left out for the size: few have such processors, or another variant has nearly all they can do."""

_OPENMP = "libgomp."
_NOT_TO_BE_CHANGED = ("libcublas", "libcudart", "cublas", "cudart")
"""NVIDIA's licence wants its libraries as they are."""


def lay_out(builds: Sequence[Path], target: Path) -> None:
    """Lay the native builds in the folders `builds` into `target`; the first one's core becomes everyone's.

    Raises NotReadyError where they were not compiled from the same llama.cpp.
    """
    shutil.rmtree(target, ignore_errors=True)
    core = _manifest(builds[0])
    variants = tuple(one for one in core.cpu_variants if one not in _RARE)
    _copy(
        builds[0],
        target / CORE,
        replace(core, name=CORE, cpu_variants=variants),
        [one for one in core.files if _is_shipped(one.name)],
    )
    _bring_openmp(target / CORE)
    for build in builds:
        manifest = _manifest(build)
        if (manifest.llama_cpp, manifest.llama_cpp_python) != (core.llama_cpp, core.llama_cpp_python):
            raise NotReadyError(f"{build} and {builds[0]} are made of different versions of llama.cpp.")
        rest = [one for one in manifest.files if not _is_core(one.name)]
        if any(_bare(one.name).startswith(_ACCELERATORS) for one in rest):
            own = replace(manifest, core=CORE, cpu_variants=())
            _copy(build, target / manifest.name, own, rest)


def found(flavour: str) -> tuple[Path, ...]:
    """Return the folders of the native builds that a flavour is made of, that with the most variants first.

    Raises NotReadyError where one of them is not here.
    """
    return tuple(sorted(map(_newest, runtimes(flavour)[1:]), key=lambda one: -len(_manifest(one).cpu_variants)))


def _newest(name: str) -> Path:
    """Return the folder of the build called `name` that has the most variants for processors."""
    here = [folder for place in _places() for folder in (place, *_inside(place)) if _is_build(folder, name)]
    if not here:
        target = name.rstrip("0123456789")
        raise NotReadyError(f"The native build {name} is not here. This makes it: make runtime-{target}")
    named = os.environ.get(PLACES)
    return here[0] if named else max(here, key=lambda folder: len(_manifest(folder).cpu_variants))


def _places() -> Iterable[Path]:
    if named := os.environ.get(PLACES):
        yield from map(Path, named.split(os.pathsep))
    yield ROOT / "build" / "runtimes"
    yield cache() / "runtimes"
    yield ROOT / ".cache" / "runtimes"


def _inside(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []


def _is_build(folder: Path, name: str) -> bool:
    try:
        return read_manifest(folder).name == name
    except ManifestError:
        return False


def _manifest(folder: Path) -> Manifest:
    try:
        return read_manifest(folder)
    except ManifestError as error:
        raise NotReadyError(f"{folder} is no native build: {error}") from error


def _is_core(name: str) -> bool:
    return _bare(name).startswith(_CORE_BEGINS)


def _is_shipped(name: str) -> bool:
    return _is_core(name) and not any(_bare(name).startswith(f"ggml-cpu-{variant}.") for variant in _RARE)


def _bare(name: str) -> str:
    return name.removeprefix("lib")


def _copy(source: Path, target: Path, manifest: Manifest, files: Iterable[BuiltFile]) -> None:
    """Copy `files`, without what only a debugger reads, and write what they are now."""
    target.mkdir(parents=True)
    copied = []
    for file in files:
        copy = target / file.name
        shutil.copy2(source / file.name, copy)
        if not file.name.startswith(_NOT_TO_BE_CHANGED):
            strip(copy)
        copied.append(_described(copy))
    write_manifest(target, replace(manifest, files=tuple(copied)))


def _bring_openmp(core: Path) -> None:
    """Copy the library that divides the work among threads beside its users: not every Linux has GCC's.

    The libraries look for it in their own folder first. Raises NotReadyError where it is not here.
    """
    if platform.system() != "Linux":
        return
    user = next(core.glob("libggml-cpu-*"), None) or next(core.glob("libggml-cpu*"))
    needs = subprocess.run(["ldd", str(user)], capture_output=True, text=True, check=True).stdout
    for line in needs.splitlines():
        name, _, place = line.strip().partition(" => ")
        if not name.startswith(_OPENMP):
            continue
        origin = Path(place.partition(" (")[0])
        if not origin.is_file():
            raise NotReadyError(f"{user.name} needs {name}, which is not here.")
        shutil.copy(origin, core / name)
        manifest = read_manifest(core)
        write_manifest(core, replace(manifest, files=(*manifest.files, _described(core / name))))


def _described(file: Path) -> BuiltFile:
    content = file.read_bytes()
    return BuiltFile(file.name, len(content), hashlib.sha256(content).hexdigest())


def strip(file: Path) -> None:
    """Take out of a library what only a debugger reads; on Linux alone, the others keep it in files of its own."""
    if platform.system() != "Linux" or ".so" not in file.name:
        return
    done = subprocess.run(["strip", "--strip-unneeded", str(file)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotReadyError(f"strip fails: {done.stderr.strip()}")
