"""numpy without a library for linear algebra, compiled once and kept: the engine multiplies no matrices in Python.

The wheel that everybody installs brings OpenBLAS, 28 MB.
"""

import hashlib
import platform
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

from tools.runtime.registry import cache
from tools.system import NotReadyError, say

_OPTIONS = (
    "setup-args=-Dblas=none",
    "setup-args=-Dlapack=none",
    "setup-args=-Dallow-noblas=true",
    "setup-args=-Dbuildtype=release",
    "install-args=--tags=runtime,python-runtime",  # without its tests
)


def small_numpy() -> Path:
    """Return a folder with numpy of the installed version, compiled now where it is not there yet.

    Raises NotReadyError where it cannot be compiled.
    """
    folder = _place()
    if folder.is_dir():
        return folder
    say("Compiling numpy without a library for linear algebra, once. That takes 10 to 20 minutes.")
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    settings = [word for option in _OPTIONS for word in ("--config-settings", option)]
    wanted = f"numpy=={version('numpy')}"
    command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-binary", "numpy", wanted)
    if subprocess.run((*command, *settings, "--wheel-dir", str(draft)), check=False).returncode != 0:
        raise NotReadyError("numpy could not be compiled; the message is above.")
    wheel = next(draft.glob("*.whl"))
    with zipfile.ZipFile(wheel) as content:
        content.extractall(draft)
    wheel.unlink()
    draft.rename(folder)
    return folder


def kept_numpy() -> Path | None:
    """Return the folder that `small_numpy` made; None where it has not made it, or not of the installed version."""
    return folder if (folder := _place()).is_dir() else None


def _place() -> Path:
    return cache() / "numpy" / _key()


def _key() -> str:
    parts = (version("numpy"), *_OPTIONS, platform.python_version(), platform.system(), platform.machine())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
