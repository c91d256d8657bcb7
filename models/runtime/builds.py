"""The native builds that are here: folders of libraries with a manifest, or what llama-cpp-python brought itself."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from models.errors import Text
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
    if getattr(sys, "frozen", False):
        return (paths.home / "runtimes", Path(sys.executable).parent / "runtimes")
    return (paths.home / "runtimes", Path(__file__).resolve().parents[2] / "build" / "runtimes")


def find_builds(folders: Sequence[Path]) -> tuple[NativeBuild, ...]:
    """Return the builds in `folders`, each a folder in one of them or one of them itself; of a name, the first.

    Nothing is loaded, and no file read but the manifests.
    """
    found: dict[str, NativeBuild] = {}
    for folder in _build_folders(folders):
        build = _examined(folder)
        found.setdefault(build.name, build)
    found.setdefault(OWN, NativeBuild(OWN, None))
    return tuple(found.values())


def _build_folders(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        if (folder / MANIFEST).is_file():
            yield folder
            continue
        try:
            inside = sorted(folder.iterdir())
        except OSError:  # not there, or not for us
            continue
        yield from (each for each in inside if (each / MANIFEST).is_file())


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
    home = folder.resolve()
    for file in manifest.files:
        path = folder / file.name
        try:
            right = path.resolve(strict=True).parent == home and path.stat().st_size == file.bytes
        except (OSError, RuntimeError):  # a RuntimeError is a link that leads to itself
            right = False
        if not right:
            return Text("runtime.damaged", {"file": file.name})
    return None
