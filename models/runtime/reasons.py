"""Why a native build cannot be used, or finds no device, said for the user."""

import re
from collections.abc import Callable, Sequence

from models.errors import Text
from models.runtime.nvidia import NO_DRIVER, NvidiaState
from models.runtime.probe_messages import BackEnd

_MISSING = re.compile(r"(\S+\.so[.\d]*|\S+\.dylib): cannot open shared object file|Library not loaded: \S*?([^/\s]+)$")
_STARTED_IN_VAIN = "ggml_backend_init returned NULL"
_DRIVER_LIBRARY = "libcuda.so"
_MIN_DRIVER = re.compile(r"driver version is insufficient", re.IGNORECASE)


def llama_not_loaded(messages: Sequence[str]) -> Text:
    """Return why llama.cpp itself could not be loaded."""
    return _lacks_library(messages) or Text("runtime.not_loaded")


def not_loaded(back_end: BackEnd, nvidia: Callable[[], NvidiaState]) -> Text:
    """Return why a back end could not be loaded."""
    if reason := _lacks_library(back_end.messages):
        return reason
    if any(_STARTED_IN_VAIN in line for line in back_end.messages):
        return no_device([back_end], back_end.messages, nvidia)
    if is_cuda(back_end) and (reason := nvidia().reason):
        return reason
    return Text("runtime.back_end_fails", {"file": back_end.file})


def no_device(back_ends: Sequence[BackEnd], messages: Sequence[str], nvidia: Callable[[], NvidiaState]) -> Text:
    """Return why a build whose back ends were loaded found nothing but the processor."""
    if any(map(is_cuda, back_ends)):
        if any(_MIN_DRIVER.search(line) for line in messages):
            return Text("runtime.old_nvidia_driver", {"driver": nvidia().driver or "?"})
        return nvidia().reason or Text("runtime.no_device")
    return Text("runtime.no_device")


def is_cuda(back_end: BackEnd) -> bool:
    """Say whether a back end needs NVIDIA's driver."""
    return "ggml-cuda" in back_end.file


def _lacks_library(messages: Sequence[str]) -> Text | None:
    for line in messages:
        if found := _MISSING.search(line):
            library = (found[1] or found[2]).rpartition("/")[2]
            if library.startswith(_DRIVER_LIBRARY):
                return NO_DRIVER
            return Text("runtime.library_missing", {"library": library})
    return None
