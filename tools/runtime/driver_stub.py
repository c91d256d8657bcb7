"""A library that stands in for NVIDIA's driver while the CUDA build is linked, where the toolkit brings none.

It has the driver's name and the functions that llama.cpp calls. It is never shipped: the user's driver takes its place.
"""

import re
import shutil
import subprocess
from pathlib import Path

from tools.system import NotReadyError

_CALL = re.compile(r"\bcu(?:[A-Z][a-z]+)+(?=\()")


def driver_functions(source: Path) -> list[str]:
    """Return the names of the driver's functions that the CUDA back end below `source` calls."""
    files = sorted((source / "ggml" / "src" / "ggml-cuda").glob("*.cu*"))
    return sorted({name for file in files for name in _CALL.findall(file.read_text("utf-8"))})


def driver_stub(source: Path, folder: Path) -> Path:
    """Compile the stub into `folder` and return its path. Raises NotReadyError where there is no C compiler."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        raise NotReadyError("The CUDA build needs a C compiler.")
    code, library = folder / "driver_stub.c", folder / "libcuda.so"
    code.write_text("".join(f"int {name}(void) {{ return 100; }}\n" for name in driver_functions(source)), "utf-8")
    command = (compiler, "-shared", "-fPIC", "-Wl,-soname,libcuda.so.1", "-o", str(library), str(code))
    if subprocess.run(command, check=False).returncode != 0:
        raise NotReadyError("The stub of NVIDIA's driver could not be compiled; the message is above.")
    return library
