"""Starting a program in the containment: with its token, container, job object and streams, and with nothing else."""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

import ctypes
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import wintypes
from dataclasses import dataclass
from pathlib import Path

from models.sandbox.windows.calls import (
    ProcessInformation,
    SecurityCapabilities,
    StartupInformation,
    kernel,
    security,
    succeeded,
)

_HANDLES, _CONTAINER, _JOBS = 0x00020002, 0x00020009, 0x0002000D
_NO_WINDOW, _UNICODE_ENVIRONMENT, _EXTENDED = 0x08000000, 0x400, 0x00080000
_USE_STREAMS = 0x100
_STEP = "start"


@dataclass(frozen=True)
class Walls:
    """What a program is started within: token and job object, and the address of the container's identifier."""

    token: wintypes.HANDLE
    job: wintypes.HANDLE
    container: int


@dataclass(frozen=True)
class Streams:
    """The handles a program gets: its input, its output and errors, and the pipe for marks. They are inheritable."""

    given: int
    output: int
    marks: int


@contextmanager
def started(command: Sequence[str], folder: Path, walls: Walls, streams: Streams) -> Iterator[wintypes.HANDLE]:
    """Start a program in a folder and give its handle. Raises StepError."""
    handles = (wintypes.HANDLE * 3)(streams.given, streams.output, streams.marks)
    jobs = (wintypes.HANDLE * 1)(walls.job)
    container = SecurityCapabilities(container=walls.container)
    with _attributes({_HANDLES: handles, _CONTAINER: container, _JOBS: jobs}) as attributes:
        information = StartupInformation(
            size=ctypes.sizeof(StartupInformation),
            flags=_USE_STREAMS,
            given=streams.given,
            output=streams.output,
            errors=streams.output,
            attributes=ctypes.addressof(attributes),
        )
        made = ProcessInformation()
        result = security.CreateProcessAsUserW(
            walls.token,
            command[0],
            ctypes.create_unicode_buffer(subprocess.list2cmdline(command)),
            None,
            None,
            True,  # noqa: FBT003 - the handles of the list are inherited
            _NO_WINDOW | _UNICODE_ENVIRONMENT | _EXTENDED,
            ctypes.create_unicode_buffer(_environment(folder)),
            str(folder),
            ctypes.byref(information),
            ctypes.byref(made),
        )
        succeeded(result, _STEP)
    kernel.CloseHandle(wintypes.HANDLE(made.thread))
    process = wintypes.HANDLE(made.process)
    try:
        yield process
    finally:
        kernel.CloseHandle(process)


def _environment(folder: Path) -> str:
    """Return the environment as Windows wants it: sorted, each ended by a zero, and one more at the end."""
    values = {"SYSTEMROOT": os.environ.get("SYSTEMROOT", r"C:\Windows")}
    values |= dict.fromkeys(("HOME", "TEMP", "TMP", "USERPROFILE"), str(folder))
    return "".join(f"{name}={value}\0" for name, value in sorted(values.items()))


Attribute = ctypes.Structure | ctypes.Array[wintypes.HANDLE]


@contextmanager
def _attributes(values: Mapping[int, Attribute]) -> Iterator[ctypes.Array[ctypes.c_char]]:
    """Give a list of attributes for a process that is to be started. Raises StepError."""
    size = ctypes.c_size_t()
    kernel.InitializeProcThreadAttributeList(None, len(values), 0, ctypes.byref(size))
    attributes = ctypes.create_string_buffer(size.value)
    made = kernel.InitializeProcThreadAttributeList(attributes, len(values), 0, ctypes.byref(size))
    succeeded(made, _STEP)
    try:
        for kind, value in values.items():
            added = kernel.UpdateProcThreadAttribute(
                attributes,
                0,
                ctypes.c_size_t(kind),
                ctypes.byref(value),
                ctypes.c_size_t(ctypes.sizeof(value)),
                None,
                None,
            )
            succeeded(added, _STEP)
        yield attributes
    finally:
        kernel.DeleteProcThreadAttributeList(attributes)
