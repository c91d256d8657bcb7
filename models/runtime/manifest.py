"""The manifest of a native build: what it was made of, and which files belong to it."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

MANIFEST = "manifest.json"
"""Its name in the folder of the build."""

_LONGEST = 1 << 20


class ManifestError(Exception):
    """A manifest cannot be read or says what cannot be."""


@dataclass(frozen=True)
class BuiltFile:
    """One file of a native build. `sha256` in hexadecimal digits."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a native build is. Versions and options are as the programs that were used spell them.

    `llama_cpp` is the commit that was compiled, `architectures` the compute capabilities and `cuda` the version of a
    CUDA build, `seconds` how long the compilation took. `core` names the build in the folder beside this one whose
    libraries this one needs; empty for a build that has all of its own.
    """

    name: str
    llama_cpp_python: str
    llama_cpp: str
    options: tuple[str, ...]
    tools: tuple[str, ...]
    cpu_variants: tuple[str, ...]
    files: tuple[BuiltFile, ...]
    seconds: float
    architectures: tuple[str, ...] = ()
    cuda: str = ""
    core: str = ""


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the build in `folder`. Raises ManifestError."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            manifest = msgspec.json.decode(file.read(_LONGEST), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:  # a ValidationError is one, too
        raise ManifestError(str(error)) from error
    if odd := [file.name for file in manifest.files if not _is_name(file.name)]:
        raise ManifestError(f"not the name of a file: {odd[0]}")
    if manifest.core and not _is_name(manifest.core):
        raise ManifestError(f"not the name of a folder: {manifest.core}")
    return manifest


def _is_name(name: str) -> bool:
    return name not in {"", "..", "."} and Path(name).name == name


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of the build in `folder`."""
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
