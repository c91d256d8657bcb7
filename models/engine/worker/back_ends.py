"""Loads ggml's back ends where the native build keeps them as libraries of their own: nothing does so by itself."""

import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from models.engine.worker.libraries import library_folder, native_function
from models.engine.worker.native import NativeLog, device_count
from models.runtime import BackEnd, back_ends_folder

_PREFIX, _ENDING = ("ggml-", ".dll") if sys.platform == "win32" else ("libggml-", ".so")
_NEVER = frozenset({"base", "rpc"})
"""Not a back end; and one that would compute on other machines."""


def load_back_ends(log: NativeLog) -> tuple[BackEnd, ...]:
    """Load what the folder of the native build holds, the processor's best variant first; return what came of each.

    The processor's are beside llama.cpp itself; the others, too, or in a folder of their own. Nothing is loaded, and
    nothing returned, where the build has its back ends inside or all are loaded already.
    """
    if device_count() > 0:
        return ()
    folder = library_folder()
    files = _files_by_name(folder)
    processors = [files[name] for name in sorted(files) if _kind(name) == "cpu"]
    apart = back_ends_folder()
    if apart is not None and apart.resolve() != folder.resolve():
        _let_be_found(apart)
        folder_of_others, files = apart, _files_by_name(apart)
    else:
        folder_of_others = folder
    others = [files[name] for name in sorted(files) if _kind(name) not in {"cpu", *_NEVER}]
    return (*_load_processor(processors, folder, log), *(_load(file, folder_of_others, log) for file in others))


def _files_by_name(folder: Path) -> dict[str, Path]:
    found = folder.glob(f"{_PREFIX}*{_ENDING}")
    return {file.name.removeprefix(_PREFIX).removesuffix(_ENDING): file for file in found}


def _kind(name: str) -> str:
    return name.partition("-")[0]


def _let_be_found(folder: Path) -> None:
    """Let the system find the libraries in `folder` that those beside them need, as Windows does not by itself."""
    if sys.platform == "win32":
        os.add_dll_directory(str(folder))
        os.environ["PATH"] = os.pathsep.join((str(folder), os.environ.get("PATH", "")))


def _load_processor(variants: list[Path], folder: Path, log: NativeLog) -> Iterator[BackEnd]:
    """Load the variant that suits this processor best, or the next where that one fails."""
    scores: dict[Path, int] = {}
    for file in variants:
        try:
            scores[file] = _score(file) if _is_inside(file, folder) else 0
        except OSError as error:
            yield BackEnd(file.name, loaded=False, messages=(str(error),))
    for file in sorted(scores, key=lambda file: scores[file], reverse=True):
        if scores[file] > 0 or len(variants) == 1:
            result = _load(file, folder, log)
            yield result
            if result.loaded:
                return


def _score(file: Path) -> int:
    """Return how well a variant suits this processor, by its own word; 0: not at all. Raises OSError."""
    try:
        score = ctypes.CDLL(str(file)).ggml_backend_score
    except AttributeError:  # a build for one kind of processor says nothing
        return 0
    score.restype, score.argtypes = ctypes.c_int, ()
    return int(score())


def _load(file: Path, folder: Path, log: NativeLog) -> BackEnd:
    if not _is_inside(file, folder):
        return BackEnd(
            file.name, loaded=False, messages=(f"{file.name}: a link that leads out of its folder or nowhere",)
        )
    load = native_function("ggml_backend_load", ctypes.c_void_p, ctypes.c_char_p)
    before = len(log.lines)
    loaded = bool(load(_as_ggml_reads_it(file)))
    return BackEnd(file.name, loaded=loaded, messages=tuple(log.lines)[before:])


def _is_inside(file: Path, folder: Path) -> bool:
    try:
        return file.resolve(strict=True).parent == folder.resolve()
    except (OSError, RuntimeError):  # a RuntimeError is a link that leads to itself
        return False


def _as_ggml_reads_it(file: Path) -> bytes:
    if sys.platform == "win32":
        try:
            return str(file).encode("mbcs", "strict")  # ggml takes it for text in the system's own code page
        except UnicodeEncodeError:
            return file.name.encode()  # found all the same: the folder was put on the path of libraries
    else:
        return bytes(file)
