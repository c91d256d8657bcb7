"""Which Python runs generated code, and what it has to read for that."""

import os
import sys
import sysconfig
from functools import cache
from pathlib import Path

from models.installation import is_packaged
from models.sandbox.job import Interpreter

_OPTIONS = ("-I", "-S", "-B", "-X", "utf8")
"""Without the user's own modules and settings, without added packages, and without writing compiled files."""


@cache
def own_interpreter() -> Interpreter | None:
    """Return the Python under this program, bare; None in a packaged program, which has no Python to lend."""
    if is_packaged():
        return None
    program = os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)
    folder, library = sysconfig.get_config_vars("LIBDIR", "INSTSONAME")
    shared = bool(sysconfig.get_config_var("Py_ENABLE_SHARED") and folder and library)
    standard = os.path.realpath(Path(os.__file__).parent)
    needed = [
        program,
        standard,
        sysconfig.get_config_var("DESTSHARED"),
        str(Path(sys.base_prefix, "lib")),  # what a Python of its own brings beside the system's libraries
        str(Path(folder, library)) if shared else None,
    ]
    readable = tuple(dict.fromkeys(path for path in needed if path and Path(path).exists()))
    return Interpreter((program, *_OPTIONS, "-c", _program_text()), readable, folder if shared else "")


def _program_text() -> str:
    """Return the program around the code."""
    return f"{Path(__file__).with_name('inside.py').read_text('utf-8')}\n\nmain()\n"
