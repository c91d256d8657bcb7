"""The virtual environment: made once, filled with the pinned packages, and left alone until the pins change."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tools import native
from tools.system import NotReadyError, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"


def venv_program(name: str) -> Path:
    """Return the path of a program of the virtual environment."""
    return VENV / "Scripts" / f"{name}.exe" if sys.platform == "win32" else VENV / "bin" / name


def install(*, for_tests: bool) -> None:
    """Install the program, and what its tests need, into `.venv`; at once where that was done before.

    Raises NotReadyError where pip fails.
    """
    stamp = VENV / ".tempera-packages"
    wanted = _fingerprint()
    done = stamp.read_text("utf-8").split() if stamp.exists() else []
    if done[:1] == [wanted] and (not for_tests or "tests" in done):
        return
    if not _usable():
        say(f"Making the virtual environment {VENV.name} with Python {sys.version.split()[0]}.")
        _run(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip = (str(venv_program("python")), "-m", "pip", "install", "--no-input", "--disable-pip-version-check")
    if not wheel_has_cuda():
        wheel = native.wheel(venv_program("python"), environment())
        _run(*pip, "--quiet", "--no-deps", "--force-reinstall", str(wheel))
    say("Installing the pinned packages.")
    _run(*pip, "--editable", ".[dev]" if for_tests else ".")
    stamp.write_text(f"{wanted} tests" if for_tests else wanted, "utf-8")


def has_cuda_build() -> bool:
    """Say whether something here was compiled for NVIDIA cards: the installed llama-cpp-python, or a native build."""
    return wheel_has_cuda() or any((ROOT / "build" / "runtimes").glob("cuda*/*ggml-cuda*"))


def wheel_has_cuda() -> bool:
    """Say whether the installed llama-cpp-python was compiled for NVIDIA cards, and must be left alone."""
    return any(VENV.rglob("llama_cpp/lib/*ggml-cuda*"))


def _fingerprint() -> str:
    """Hash of all that decides what is installed: the pins, this Python, this processor, where the repository lies."""
    machine = f"{sys.version}{native.processor()}".encode()
    parts = [CONSTRAINTS.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), machine, bytes(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _usable() -> bool:
    """Say whether the virtual environment that is there runs the Python that is asked for."""
    python = venv_program("python")
    if not python.exists():
        return False
    asked = "import pip, sys; print(sys.version)"
    answer = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.strip() == sys.version


def environment() -> dict[str, str]:
    """Return the environment for pip: our pins hold for what it compiles too."""
    # make's own flags would reach the compilation's make, and the pins hold for build tools too: older pips read
    # only PIP_CONSTRAINT for these, newer ones only PIP_BUILD_CONSTRAINT
    ours = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return environment | {"PIP_CONSTRAINT": str(CONSTRAINTS), "PIP_BUILD_CONSTRAINT": str(CONSTRAINTS)}


def _run(*command: str) -> None:
    if subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode != 0:
        raise NotReadyError("That failed, and its message is above. The same command goes on where it stopped.")
