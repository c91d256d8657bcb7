"""The short job `measure`: what a model would take of the memory, found out by llama.cpp without loading it.

Its arguments are measurements and contexts as JSON, and the model's file. It says a line for each context of each
measurement; an exit status of 1 means that llama.cpp refused the model or a context. It ends when its standard input
does: whoever asked is gone.
"""

import ctypes
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
from llama_cpp import llama_cpp as lib

from models.engine.worker.back_ends import load_back_ends
from models.engine.worker.libraries import native_function
from models.engine.worker.native import NativeLog, uses_amx
from models.engine.worker.pipe_end import end_with_the_pipe
from models.runtime import CacheType, Measured, Measurement, measured_line

_MIB = 1 << 20
_HANDLE = ctypes.c_void_p
_CACHE_TYPES = {CacheType.F16: 1, CacheType.Q8_0: 8, CacheType.Q4_0: 2}  # ggml_type
_FLASH = {None: -1, False: 0, True: 1}  # llama_flash_attn_type
_COMPUTE = re.compile(r"(\S+) compute buffer size = +([\d.]+) MiB")
_REFUSED = re.compile(r"tensor '(?:output|token_embd)\.weight' .*cannot be used with preferred buffer type (?!CPU)")
_KEPT = re.compile(r"^llama_kv_cache: size = +([\d.]+) MiB")


def main(arguments: Sequence[str]) -> int:
    """Measure and say what was found; return the exit status."""
    end_with_the_pipe()
    wanted, contexts, file = arguments
    loading = NativeLog()
    load_back_ends(loading)
    log = _BufferLog()
    sizes = msgspec.json.decode(contexts, type=tuple[int, ...])
    for request in msgspec.json.decode(wanted, type=tuple[Measurement, ...]):
        for measured in _measured(os.fsencode(Path(file)), request, sizes, log):
            if measured is None:
                return 1
            sys.stdout.buffer.write(measured_line(measured))
            sys.stdout.buffer.flush()
    return 0


def _model(file: bytes, request: Measurement, resources: ExitStack) -> Any:
    """Return the model with everything but its weights; None where llama.cpp refuses it or there is no such device."""
    devices = (_HANDLE * 2)()  # ends with a null
    if request.device is not None:
        devices[0] = native_function("ggml_backend_dev_by_name", _HANDLE, ctypes.c_char_p)(request.device.encode())
        if not devices[0]:
            return None
    parameters = lib.llama_model_default_params()
    parameters.devices = ctypes.cast(devices, _HANDLE)
    parameters.n_gpu_layers = request.layers
    parameters.load_mode = lib.LLAMA_LOAD_MODE_NONE
    parameters.use_extra_bufts = not uses_amx()
    parameters.no_alloc = True
    model = lib.llama_model_load_from_file(file, parameters)
    if model is not None:
        resources.callback(lib.llama_model_free, model)
    return model


def _measured(
    file: bytes, request: Measurement, contexts: tuple[int, ...], log: "_BufferLog"
) -> Iterator[Measured | None]:
    """Yield what each context would take; None, and nothing more, where llama.cpp refuses the model or a context."""
    log.output_refused = False
    with ExitStack() as resources:
        model = _model(file, request, resources)
        if model is None:
            yield None
            return
        parameters = _context(request)
        for size in contexts:
            parameters.n_ctx = size
            log.buffers.clear()
            context = lib.llama_init_from_model(model, parameters)
            if context is None:
                yield None
                return
            lib.llama_free(context)
            yield Measured(
                context=size,
                kv=log.total(_Where.KEPT),
                device=log.total(_Where.DEVICE),
                host=log.total(_Where.HOST),
                output_refused=log.output_refused,
            )


def _context(request: Measurement) -> Any:
    parameters = lib.llama_context_default_params()
    parameters.n_batch = parameters.n_ubatch = request.batch
    parameters.type_k = parameters.type_v = _CACHE_TYPES[request.cache_type]
    parameters.flash_attn_type = _FLASH[request.flash_attention]
    return parameters


class _Where(Enum):
    """What a size in the log is of."""

    DEVICE = "device"
    HOST = "host"
    KEPT = "kept"


class _BufferLog:
    """Reads sizes and refusals out of what llama.cpp prints, debugging lines included."""

    def __init__(self) -> None:
        self.buffers: list[tuple[_Where, int]] = []
        self.output_refused = False
        self._open_line = ""
        # ctypes keeps no reference: the callback must live as long as the library may call it.
        self._callback = lib.llama_log_callback(self._on_text)
        lib.llama_log_set(self._callback, ctypes.c_void_p(0))

    def total(self, where: _Where) -> int:
        """Return the bytes of all buffers there."""
        return sum(size for place, size in self.buffers if place is where)

    def _on_text(self, _level: int, text: bytes, _data: object) -> None:
        self._open_line += text.decode("utf-8", "replace")
        if self._open_line.endswith("\n"):
            line, self._open_line = self._open_line, ""
            self._on_line(line)

    def _on_line(self, line: str) -> None:
        if found := _COMPUTE.search(line):
            self.buffers.append((_Where.HOST if _is_host(found[1]) else _Where.DEVICE, _bytes(found[2])))
        elif found := _KEPT.search(line):
            self.buffers.append((_Where.KEPT, _bytes(found[1])))
        self.output_refused = self.output_refused or _REFUSED.search(line) is not None


def _is_host(buffer: str) -> bool:
    """Say whether a buffer lies in the machine's memory, by llama.cpp's name for it."""
    return buffer == "CPU" or buffer.endswith("_Host")


def _bytes(mebibytes: str) -> int:
    return round(float(mebibytes) * _MIB)
