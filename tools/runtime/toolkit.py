"""NVIDIA's compiler and libraries: a toolkit that is installed here, completed or replaced by the registry's wheels."""

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.runtime.recipe import output
from tools.runtime.redistributables import toolkit_folder
from tools.runtime.registry import unpacked_wheels
from tools.system import NotReadyError

_RELEASE = re.compile(r"release (\d+)\.(\d+), V(\S+)")
_REGISTRY_HAS_IT = platform.system() == "Linux"
_NVIDIA_PUBLISHES_IT = platform.system() == "Windows"
_COMPILER_WHEELS = (
    "nvidia-cuda-nvcc==13.0.88",
    "nvidia-cuda-crt==13.0.88",
    "nvidia-nvvm==13.0.88",
    "nvidia-cuda-cccl==13.0.85",
    "nvidia-cuda-runtime==13.0.96",
)
"""CUDA 13.0, which the oldest drivers of all 13 run. The registry has no nvcc of CUDA 12."""


@dataclass(frozen=True)
class Toolkit:
    """A toolkit below `root`, of CUDA `version`; `release` is the version of its compiler."""

    root: Path
    version: tuple[int, int]
    release: str

    @property
    def nvcc(self) -> Path:
        """The compiler."""
        return self.root / "bin" / _program("nvcc")

    @property
    def libraries(self) -> Path:
        """The folder of its libraries to link with."""
        found = (self.root / "lib64", self.root / "lib" / "x64", self.root / "lib")
        return next((folder for folder in found if folder.exists()), self.root)

    @property
    def has_driver_stub(self) -> bool:
        """Whether it can be linked with the driver although no driver is here."""
        return sys.platform != "linux" or (self.libraries / "stubs" / "libcuda.so").exists()


def find_toolkit(major: int | None) -> Toolkit:
    """Return the installed toolkit of CUDA `major` (None: any), or for 13 one made of what can be fetched.

    Raises NotReadyError where there is neither.
    """
    for root in _candidates():
        if (root / "bin" / _program("nvcc")).exists() and (root / "include" / "cuda_runtime.h").exists():
            toolkit = _toolkit(root)
            if major in {None, toolkit.version[0]}:
                return toolkit
    if major != 12 and _NVIDIA_PUBLISHES_IT:  # noqa: PLR2004
        return _toolkit(toolkit_folder())
    if major == 12 or not _REGISTRY_HAS_IT:  # noqa: PLR2004
        raise NotReadyError(f"There is no CUDA {major or 13} toolkit here; install NVIDIA's, and set CUDA_HOME to it.")
    root = unpacked_wheels(_COMPILER_WHEELS, "toolkit-13.0") / "nvidia" / "cu13"
    if not (root / "lib64").exists():  # where the compiler links from, and the wheels have no links
        (root / "lib64").symlink_to("lib")
    return _toolkit(root)


def blas_folder(toolkit: Toolkit) -> Path:
    """Return the folder with `include` and `lib` of cuBLAS: the toolkit's own, or the registry's of that version."""
    if (toolkit.root / "include" / "cublas_v2.h").exists():
        return toolkit.root
    if not _REGISTRY_HAS_IT:
        raise NotReadyError(f"The CUDA toolkit in {toolkit.root} has no cuBLAS; install it with NVIDIA's installer.")
    major, minor = toolkit.version
    name, inside = ("nvidia-cublas", "cu13") if major > 12 else ("nvidia-cublas-cu12", "cublas")  # noqa: PLR2004
    wanted = f"{name}>={major}.{minor},<{major}.{minor + 1}"
    return unpacked_wheels((wanted,), f"cublas-{major}.{minor}") / "nvidia" / inside


def _candidates() -> Iterator[Path]:
    for name in ("CUDA_HOME", "CUDA_PATH"):
        if place := os.environ.get(name):
            yield Path(place)
    if found := shutil.which("nvcc"):
        yield Path(found).resolve().parent.parent
    yield from sorted(Path("/usr/local").glob("cuda-*"), reverse=True)


def _toolkit(root: Path) -> Toolkit:
    nvcc = root / "bin" / _program("nvcc")
    said = _RELEASE.search(output(str(nvcc), "--version"))
    if not said:
        raise NotReadyError(f"{nvcc} does not say its version.")
    return Toolkit(root, (int(said[1]), int(said[2])), said[3])


def _program(name: str) -> str:
    return f"{name}.exe" if sys.platform == "win32" else name
