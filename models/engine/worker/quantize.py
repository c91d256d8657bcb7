"""The job `quantize SOURCE DRAFT TARGET`: llama.cpp's own quantizer, which says how far it is.

It prints the size that the result will have, waits for a line on its standard input, writes, and prints a message for
each tensor. It ends when its standard input does: whoever asked for the work is gone.
"""

import ctypes
import os
import re
import sys
import threading
from collections import deque
from collections.abc import Sequence

import msgspec
from llama_cpp import llama_cpp as lib

from models.library import QuantizingDone, QuantizingEstimate, QuantizingFailed, QuantizingMessage, QuantizingTensor
from models.system import physical_cores

_NICENESS = 10
_MOST_IN_MEMORY = 1 << 30
"""Bytes of one tensor's rows in memory at once; llama.cpp's own 8 GiB are all that many machines have."""

_MEBIBYTE = 1 << 20
_TENSOR = re.compile(r"\[\s*(\d+)/\s*(\d+)\].*?size =\s*([\d.]+) MiB")
_RESULT = re.compile(r"quant size\s*=\s*([\d.]+) MiB")


def main(arguments: Sequence[str]) -> int:
    """Quantize a file; return 0 where it was done."""
    source, draft, target = arguments
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    lib.llama_backend_init()
    log = _Log()
    if _quantize(source, draft, target, dry=True) or log.result_bytes is None:
        return _failed(log)
    _say(QuantizingEstimate(log.result_bytes))
    if not sys.stdin.readline():
        return 1
    threading.Thread(target=_end_with_the_pipe, name="pipe", daemon=True).start()
    log.tells = True
    if _quantize(source, draft, target, dry=False):
        return _failed(log)
    _say(QuantizingDone())
    return 0


def _quantize(source: str, draft: str, target: str, *, dry: bool) -> int:
    parameters = lib.llama_model_quantize_default_params()
    parameters.nthread = physical_cores()
    parameters.ftype = getattr(lib, f"LLAMA_FTYPE_MOSTLY_{target}")
    parameters.allow_requantize = True  # whether the source is good enough was decided before
    parameters.max_buf_size = _MOST_IN_MEMORY
    parameters.dry_run = dry
    status: int = lib.llama_model_quantize(os.fsencode(source), os.fsencode(draft), ctypes.byref(parameters))
    return status


class _Log:
    """Reads in llama.cpp's log how far it is; keeps the last lines to explain a failure."""

    def __init__(self) -> None:
        self.tells = False
        self.result_bytes: int | None = None
        self.lines: deque[str] = deque(maxlen=12)
        self._line = ""
        self._done = 0.0
        # ctypes keeps no reference: the callback must live as long as the library may call it.
        self._callback = lib.llama_log_callback(self._on_piece)
        lib.llama_log_set(self._callback, ctypes.c_void_p(0))

    def _on_piece(self, _level: int, text: bytes, _data: object) -> None:
        self._line += text.decode("utf-8", "replace")
        if self._line.endswith("\n"):
            line, self._line = self._line.rstrip(), ""
            self.lines.append(line)
            self._on_line(line)

    def _on_line(self, line: str) -> None:
        if found := _RESULT.search(line):
            self.result_bytes = round(float(found[1]) * _MEBIBYTE)
        elif self.tells and (found := _TENSOR.search(line)):
            self._done += float(found[3])
            _say(QuantizingTensor(int(found[1]), int(found[2]), round(self._done * _MEBIBYTE)))


def _failed(log: _Log) -> int:
    _say(QuantizingFailed("\n".join(log.lines)))
    return 1


def _say(message: QuantizingMessage) -> None:
    sys.stdout.write(msgspec.json.encode(message).decode() + "\n")
    sys.stdout.flush()


def _end_with_the_pipe() -> None:
    sys.stdin.read()
    os._exit(1)
