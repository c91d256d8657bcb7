"""Folders of native libraries that do not do what they should."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from models.runtime import read_manifest, write_manifest

COMPILER = shutil.which("cc") or shutil.which("gcc") or "c++"
ABORTS = "#include <stdlib.h>\n__attribute__((constructor)) static void start(void) { abort(); }\n"
HANGS = "#include <unistd.h>\n__attribute__((constructor)) static void start(void) { for (;;) sleep(1); }\n"
NOTHING = "int nothing;\n"


def compiled(folder: Path, library: str, code: str, *options: str) -> Path:
    """Compile C code to a library in `folder`, with the further options of the compiler; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    source, made = folder / f"{library}.c", folder / library
    source.write_text(code, "utf-8")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", str(made), str(source), *options], check=True)
    source.unlink()
    return made


def without(runtime: Path, left_out: Sequence[str], folder: Path) -> Path:
    """Make `folder` the same as a native build, but for the files whose names begin like one of `left_out`.

    Its manifest does not name these: what is put in their place is not compared with what was there.
    """
    folder.mkdir(parents=True)
    for file in runtime.iterdir():
        if not file.name.startswith(tuple(left_out)):
            shutil.copy2(file, folder / file.name)
    manifest = read_manifest(runtime)
    files = tuple(file for file in manifest.files if not file.name.startswith(tuple(left_out)))
    write_manifest(folder, replace(manifest, files=files))
    return folder
