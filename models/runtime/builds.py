"""The native builds that are here: folders of libraries with a manifest, or what llama-cpp-python brought itself."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from models.errors import Text
from models.files import is_file
from models.installation import bundled_runtimes, is_packaged
from models.paths import Paths
from models.runtime.manifest import MANIFEST, Manifest, ManifestError, read_manifest

FOLDERS = "TEMPERA_RUNTIMES"
"""The environment variable that names the folders to look in, and no others; empty: nowhere."""

OWN = "cpu"
"""What llama-cpp-python's own libraries are called where no folder of that name is there."""


@dataclass(frozen=True)
class NativeBuild:
    """One native build. `folder` is None for llama-cpp-python's own, `problem` says why it must not be loaded."""

    name: str
    folder: Path | None
    manifest: Manifest | None = None
    problem: Text | None = None


def runtime_folders(paths: Paths) -> tuple[Path, ...]:
    """Return the folders that native builds are looked for in, the first one first."""
    named = os.environ.get(FOLDERS)
    if named is not None:
        return tuple(Path(folder).expanduser().absolute() for folder in named.split(os.pathsep) if folder)
    if is_packaged():
        came_with_the_program = bundled_runtimes()
        return (paths.home / "runtimes", *((came_with_the_program,) if came_with_the_program else ()))
    return (paths.home / "runtimes", Path(__file__).resolve().parents[2] / "build" / "runtimes")


def find_builds(folders: Sequence[Path]) -> tuple[NativeBuild, ...]:
    """Return the builds in `folders`, each a folder in one of them or one of them itself; of a name, the first.

    Nothing is loaded, and no file read but the manifests.
    """
    found: dict[str, NativeBuild] = {}
    for folder in _build_folders(folders):
        build = _examined(folder)
        found.setdefault(build.name, build)
    if not is_packaged():  # a package leaves llama-cpp-python's own libraries out
        found.setdefault(OWN, NativeBuild(OWN, None))
    return tuple(found.values())


def _build_folders(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        if is_file(folder / MANIFEST):
            yield folder
            continue
        try:
            inside = sorted(folder.iterdir())
        except OSError:  # not there, or not for us
            continue
        yield from (each for each in inside if is_file(each / MANIFEST))


def _examined(folder: Path) -> NativeBuild:
    try:
        manifest = read_manifest(folder)
    except ManifestError:
        return NativeBuild(folder.name, folder, problem=Text("runtime.damaged", {"file": MANIFEST}))
    return NativeBuild(manifest.name, folder, manifest, _problem(folder, manifest))


def _problem(folder: Path, manifest: Manifest) -> Text | None:
    installed = version("llama-cpp-python")
    if manifest.llama_cpp_python != installed:  # the layouts of its structures may differ
        return Text("runtime.other_version", {"version": manifest.llama_cpp_python, "needed": installed})
    if file := _damaged_file(folder, manifest):
        return Text("runtime.damaged", {"file": file})
    return _problem_of_core(folder, manifest) if manifest.core else None


def _problem_of_core(folder: Path, manifest: Manifest) -> Text | None:
    """Say what is wrong with the build that this one's back ends are loaded into; they must be of one compilation."""
    core = folder.parent / manifest.core
    try:
        below = read_manifest(core)
        right = not below.core and below.llama_cpp == manifest.llama_cpp
        right = right and below.llama_cpp_python == manifest.llama_cpp_python and _damaged_file(core, below) is None
    except ManifestError:
        right = False
    return None if right else Text("runtime.core_damaged", {"core": manifest.core})


def _damaged_file(folder: Path, manifest: Manifest) -> str | None:
    """Return the name of the first file of a build that is not as the manifest says; None where all are."""
    home = folder.resolve()
    for file in manifest.files:
        path = folder / file.name
        try:
            right = path.resolve(strict=True).parent == home and path.stat().st_size == file.bytes
        except (OSError, RuntimeError):  # a RuntimeError is a link that leads to itself
            right = False
        if not right:
            return file.name
    return None
