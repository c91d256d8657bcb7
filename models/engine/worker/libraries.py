"""Where the native libraries are, and their functions beyond those that llama-cpp-python binds."""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from llama_cpp import llama_cpp as lib


def native_function(name: str, result: Any, *arguments: Any) -> Any:
    """Return a function of llama.cpp or ggml, with the types of its result and its arguments."""
    function = next(getattr(library, name) for library in _libraries() if hasattr(library, name))
    function.restype, function.argtypes = result, arguments
    return function


def library_folder() -> Path:
    """Return the folder that llama.cpp was loaded from."""
    return Path(lib._lib._name).parent  # noqa: SLF001


def _libraries() -> Iterator[ctypes.CDLL]:
    """Yield the loaded libraries that may have a function of ggml.

    Elsewhere than on Windows llama.cpp's own handle finds the functions of the libraries it needs. There each has its
    own; opened by the very path, they are the ones already loaded. Never by another path: that would load them a
    second time, with a second registry of devices.
    """
    llama: ctypes.CDLL = lib._lib  # noqa: SLF001
    yield llama
    own = Path(llama._name)  # noqa: SLF001
    for part in ("ggml", "ggml-base"):
        beside = own.with_name(own.name.replace("llama", part))
        if beside.exists():
            yield ctypes.CDLL(str(beside))
