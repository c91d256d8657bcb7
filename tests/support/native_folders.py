"""Folders of native libraries that do not do what they should."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

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
    """Make `folder` the same as a native build, but for the files whose names begin like one of `left_out`."""
    folder.mkdir(parents=True)
    for file in runtime.iterdir():
        if not file.name.startswith(tuple(left_out)):
            shutil.copy2(file, folder / file.name)
    return folder
