"""The CUDA build: for which cards it is compiled, and which of NVIDIA's libraries go beside it."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.runtime import nvidia_state
from tools.runtime.msvc import compiler_libraries
from tools.runtime.recipe import Recipe
from tools.runtime.toolkit import Toolkit, blas_folder, find_toolkit
from tools.system import NotReadyError

_OLD, _SINCE_TURING, _BLACKWELL = ("61", "70"), ("75", "80", "86", "89", "90"), ("100", "120")
_FIRST_WITH_BLACKWELL = (12, 8)

_FIRST_BOUND = 120
"""Code for 120 and above is compiled for that very architecture; a later one cannot use it."""


def cuda(variants: tuple[str, ...], architectures: Sequence[str], major: int | None) -> Recipe:
    """Return how the CUDA build is made here: for `architectures` (none: all), with CUDA 12 or 13 (None: what is here).

    Raises NotReadyError where there is no toolkit and none can be fetched.
    """
    toolkit = find_toolkit(major)
    wanted = wanted_architectures(architectures, toolkit.version)
    blas = blas_folder(toolkit)
    return Recipe(
        f"cuda{toolkit.version[0]}",
        ("GGML_CUDA=ON", "GGML_CUDA_NCCL=OFF", f"CMAKE_CUDA_ARCHITECTURES={';'.join(compiled_for(wanted))}"),
        tools=(f"nvcc {toolkit.release}",),
        variants=variants,
        architectures=wanted,
        cuda=".".join(map(str, toolkit.version)),
        beside=(*_beside(toolkit, blas), *compiler_libraries()),
        paths=tuple(_paths(toolkit, blas)),
        needs_driver_stub=not toolkit.has_driver_stub,
    )


def wanted_architectures(named: Sequence[str], cuda_version: tuple[int, int]) -> tuple[str, ...]:
    """Return compute capabilities such as 86, the lowest first: those named, this machine's, or all that CUDA knows.

    Raises NotReadyError where a name is none.
    """
    if tuple(named) == ("native",):
        named = _of_this_machine()
    elif not named:
        old = _OLD if cuda_version < (13, 0) else ()  # which 13 dropped
        named = (*old, *_SINCE_TURING, *(_BLACKWELL if cuda_version >= _FIRST_WITH_BLACKWELL else ()))
    if wrong := next((name for name in named if not name.isdecimal()), None):
        raise NotReadyError(f"{wrong} is no kind of card; they are called 75, 86, 120 and so on.")
    return tuple(sorted(set(named), key=int))


def compiled_for(architectures: Sequence[str]) -> Iterator[str]:
    """Yield cmake's names of `architectures`: machine code for each, and portable code of the newest that has any.

    The driver translates the portable code for cards that are newer than all of them.
    """
    portable = [number for number in architectures if int(number) < _FIRST_BOUND]
    for number in architectures:
        yield number if portable and number == portable[-1] else f"{number}-real"


def _of_this_machine() -> list[str]:
    state = nvidia_state()
    if not state.cards:
        raise NotReadyError("NVIDIA's driver names no card here; name the kinds of cards, such as ARCH=86.")
    return ["".join(map(str, card.compute_capability)) for card in state.cards]


def _paths(toolkit: Toolkit, blas: Path) -> Iterator[str]:
    yield f"CMAKE_CUDA_COMPILER={toolkit.nvcc}"
    yield f"CUDAToolkit_ROOT={toolkit.root}"
    if blas == toolkit.root:
        return
    # Wheels have no links such as libcudart.so, which cmake looks for.
    for language in ("CUDA", "CXX"):
        yield f"CMAKE_{language}_FLAGS=-isystem {blas / 'include'}"
    for name, file in _libraries(toolkit, blas):
        short = name.removeprefix("lib").partition(".")[0]
        yield f"CUDA_{short}_LIBRARY={file}"
        if short == "cudart":
            yield f"CUDA_CUDART={file}"


def _beside(toolkit: Toolkit, blas: Path) -> Iterator[tuple[str, Path]]:
    yield from _libraries(toolkit, blas)
    for pattern in ("EULA.txt", "../../nvidia_cublas*.dist-info/**/License.txt"):
        if found := next(blas.glob(pattern), None):
            yield "NVIDIA-EULA.txt", found
            return


def _libraries(toolkit: Toolkit, blas: Path) -> Iterator[tuple[str, Path]]:
    """Yield what the build needs at run time, by the names that it is looked for with."""
    major = toolkit.version[0]
    for name, root in (("cudart", toolkit.root), ("cublas", blas), ("cublasLt", blas)):
        patterns = (
            (f"bin/**/{name}64_{major}*.dll",)
            if sys.platform == "win32"
            else (f"lib64/lib{name}.so.{major}", f"lib/lib{name}.so.{major}")
        )
        file = next((file for pattern in patterns for file in root.glob(pattern)), None)
        if file is None:
            raise NotReadyError(f"CUDA's library {name} is not in {root}.")
        yield file.name, file
