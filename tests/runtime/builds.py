"""Small folders that look like native builds."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from models.runtime import BuiltFile, Manifest, write_manifest

CONTENT = b"a library"


def make_build(folder: Path, name: str = "vulkan", *, made_for: str = "") -> Path:
    """Make the folder of a build with one file, made for the llama-cpp-python that is installed or another version."""
    folder.mkdir(parents=True)
    (folder / "libllama.so").write_bytes(CONTENT)
    file = BuiltFile("libllama.so", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    manifest = Manifest(name, made_for or version("llama-cpp-python"), "", (), (), (), (file,), 0.0)
    write_manifest(folder, manifest)
    return folder
