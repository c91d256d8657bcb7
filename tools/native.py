"""llama.cpp compiled for this very processor, and kept: a wheel per processor, compiler options and version.

pip's own cache does not know the processor: a wheel from another machine may use instructions that this one lacks.
"""

import hashlib
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

from tools.system import NotReadyError, say

LLAMA_CPP = "llama-cpp-python==0.3.36"

_NO_AMX = "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
"""Compilers drop the configuration of AMX's tiles in this version of llama.cpp, and the first matrix product crashes
(llama.cpp issue 20824, pull request 26954)."""


def wheel(python: Path, environment: dict[str, str]) -> Path:
    """Return a wheel of llama-cpp-python for this processor, compiled now where there is none yet.

    `CMAKE_ARGS` of the environment is used as it is. Raises NotReadyError where the compilation fails.
    """
    options = environment.get("CMAKE_ARGS", _default_options())
    folder = _folder(python, options)
    if found := next(folder.glob("*.whl"), None):
        return found
    say("Compiling llama.cpp for this processor, once. That takes 5 to 10 minutes.")
    draft = folder.with_name(f"{folder.name}.{os.getpid()}")
    command = (str(python), "-m", "pip", "wheel", "--no-deps", "--no-cache-dir", "--no-binary", "llama-cpp-python")
    done = subprocess.run(
        (*command, "--quiet", "--wheel-dir", str(draft), LLAMA_CPP),
        env={**environment, "CMAKE_ARGS": options},
        check=False,
    )
    if done.returncode != 0:
        raise NotReadyError("llama.cpp could not be compiled; the message is above.")
    if not folder.exists():
        draft.rename(folder)
    return next(folder.glob("*.whl"))


def _default_options() -> str:
    if sys.platform != "win32" and platform.machine().lower() in {"x86_64", "amd64"} and "amx_tile" in processor():
        return f"-DCMAKE_C_FLAGS='{_NO_AMX}' -DCMAKE_CXX_FLAGS='{_NO_AMX}'"
    return ""


def _folder(python: Path, options: str) -> Path:
    version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout
    parts = (LLAMA_CPP, options, version, platform.system(), platform.machine(), processor())
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "tempera" / "wheels" / key


def processor() -> str:
    """Return what the processor can do, as Linux lists it; elsewhere its name."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"^(?:flags|Features)\s*:(.*)$", info.read_text("utf-8"), re.MULTILINE)
        if found:
            return " ".join(sorted(found[1].split()))
    return platform.processor()
