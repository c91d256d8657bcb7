"""How a child process that runs this program's own code is started: its command and its environment."""

import os
import sys
from pathlib import Path

from models.installation import is_packaged
from models.paths import kept_together, user_paths

_CACHES = {
    "XDG_CACHE_HOME": "",  # Mesa's compiled shaders
    "CUDA_CACHE_PATH": "cuda",
    "__GL_SHADER_DISK_CACHE_PATH": "nvidia",
    "HF_HOME": "huggingface",
}
"""Where libraries in our children keep what makes them quicker, below the caches folder."""


def child_environment() -> dict[str, str]:
    """Return our environment with UTF-8 for texts, and with what a child needs to find our modules.

    Of a portable program the caches of the libraries that a child uses lie beside it too.
    """
    environment = dict(os.environ, PYTHONUTF8="1")
    if is_packaged():
        # Else PyInstaller takes a second start of this very program for a part of the first one.
        environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    else:
        root = str(Path(__file__).resolve().parents[2])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    if kept_together():
        caches = user_paths().caches
        environment |= {name: str(caches / folder) for name, folder in _CACHES.items()}
    return environment


def own_command(program: str, module: str, *arguments: str) -> list[str]:
    """Return the command of a program of ours: in a package the one beside this one, else a module that Python runs."""
    if is_packaged():
        own = Path(sys.executable)
        return [str(own.with_name(f"{program}{own.suffix}")), *arguments]
    # -P: a folder "models" where the user happens to stand must not be taken for ours.
    return [sys.executable, "-P", "-X", "faulthandler", "-m", module, *arguments]


def engine_command(*arguments: str) -> list[str]:
    """Return the command of the engine's program: without arguments it serves, else it does the short job they name."""
    return own_command("tempera-engine", "models.engine", *arguments)
