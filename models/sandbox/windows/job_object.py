"""The job object around a contained program: what it may use, and that it ends with its caller."""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes

from models.sandbox.values import Limits
from models.sandbox.windows.calls import BasicLimits, ExtendedLimits, kernel, succeeded

_EXTENDED_LIMITS, _USER_INTERFACE = 9, 4
_JOB_TIME, _PROCESSES, _PRIORITY = 0x4, 0x8, 0x20
_PROCESS_MEMORY, _JOB_MEMORY = 0x100, 0x200
_DIES_OF_ERRORS, _ENDS_WITH_HANDLE = 0x400, 0x2000
_BELOW_NORMAL = 0x4000
_NO_USER_INTERFACE = 0xFF
_TICKS = 10_000_000
_STEP = "job object"


@contextmanager
def job_object(limits: Limits) -> Iterator[wintypes.HANDLE]:
    """Give a job object with these limits; at the end all in it ends. Raises StepError."""
    made = kernel.CreateJobObjectW(None, None)
    succeeded(made or 0, _STEP)
    job = wintypes.HANDLE(made)
    try:
        flags = _JOB_TIME | _PROCESSES | _PRIORITY | _PROCESS_MEMORY | _JOB_MEMORY | _DIES_OF_ERRORS | _ENDS_WITH_HANDLE
        seconds = math.ceil(limits.seconds) + 1
        basic = BasicLimits(job_time=seconds * _TICKS, flags=flags, processes=1, priority=_BELOW_NORMAL)
        extended = ExtendedLimits(basic=basic, process_memory=limits.memory, job_memory=limits.memory)
        closed = wintypes.DWORD(_NO_USER_INTERFACE)
        for kind, value in ((_EXTENDED_LIMITS, extended), (_USER_INTERFACE, closed)):
            set_now = kernel.SetInformationJobObject(job, kind, ctypes.byref(value), ctypes.sizeof(value))
            succeeded(set_now, _STEP)
        yield job
        kernel.TerminateJobObject(job, 1)
    finally:
        kernel.CloseHandle(job)
