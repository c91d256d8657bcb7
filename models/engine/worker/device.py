"""The one device that a model is computed on: how llama.cpp is told, and how full its memory is."""

import ctypes
from typing import Any

from models.engine.worker.libraries import native_function


def device_list(name: str) -> Any:
    """Return the device called `name` as llama.cpp takes a list of devices; for "", the processor, a list of none.

    Raises LookupError where there is no such device.
    """
    found = (ctypes.c_void_p * 2)(_handle(name) if name else None, None)
    if name and not found[0]:
        raise LookupError(name)
    return found


def device_memory(name: str) -> tuple[int, int]:
    """Return the bytes of a device that are free, whoever uses the others, and all of them; 0 where it does not say."""
    size = ctypes.POINTER(ctypes.c_size_t)
    memory = native_function("ggml_backend_dev_memory", None, ctypes.c_void_p, size, size)
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    memory(_handle(name), ctypes.byref(free), ctypes.byref(total))
    return free.value, total.value


def _handle(name: str) -> int | None:
    by_name = native_function("ggml_backend_dev_by_name", ctypes.c_void_p, ctypes.c_char_p)
    handle: int | None = by_name(name.encode())
    return handle
