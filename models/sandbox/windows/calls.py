"""Windows' own functions and structures for tokens, app containers, job objects and processes, as C declares them."""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

import ctypes
from ctypes import wintypes

kernel = ctypes.WinDLL("kernel32", use_last_error=True)
security = ctypes.WinDLL("advapi32", use_last_error=True)
profiles = ctypes.WinDLL("userenv", use_last_error=True)
memory = ctypes.WinDLL("ole32", use_last_error=True)

# Handles and addresses have 64 bits, where Python sends and takes 32 unless told otherwise.
kernel.CreateJobObjectW.restype = ctypes.c_void_p
kernel.GetCurrentProcess.restype = ctypes.c_void_p
kernel.CloseHandle.argtypes = [wintypes.HANDLE]
kernel.LocalFree.argtypes = [ctypes.c_void_p]
kernel.TerminateJobObject.argtypes = [wintypes.HANDLE, wintypes.UINT]
kernel.WaitForSingleObject.argtypes = [wintypes.HANDLE, wintypes.DWORD]
kernel.WaitForSingleObject.restype = wintypes.DWORD
kernel.GetExitCodeProcess.argtypes = [wintypes.HANDLE, ctypes.c_void_p]
kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
kernel.DeleteProcThreadAttributeList.argtypes = [ctypes.c_void_p]
security.FreeSid.argtypes = [ctypes.c_void_p]
memory.CoTaskMemFree.argtypes = [ctypes.c_void_p]


class SidAndAttributes(ctypes.Structure):
    """SID_AND_ATTRIBUTES."""

    _fields_ = [("sid", ctypes.c_void_p), ("attributes", wintypes.DWORD)]


class SecurityCapabilities(ctypes.Structure):
    """SECURITY_CAPABILITIES: the app container of a process that is to be started."""

    _fields_ = [
        ("container", ctypes.c_void_p),
        ("capabilities", ctypes.POINTER(SidAndAttributes)),
        ("count", wintypes.DWORD),
        ("reserved", wintypes.DWORD),
    ]


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION; times in units of 100 nanoseconds."""

    _fields_ = [
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", wintypes.DWORD),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", wintypes.DWORD),
        ("affinity", ctypes.c_size_t),
        ("priority", wintypes.DWORD),
        ("scheduling", wintypes.DWORD),
    ]


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; memory in bytes."""

    _fields_ = [
        ("basic", BasicLimits),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("most_process_memory", ctypes.c_size_t),
        ("most_job_memory", ctypes.c_size_t),
    ]


class StartupInformation(ctypes.Structure):
    """STARTUPINFOEXW: the streams of a process that is to be started, and its attributes."""

    _fields_ = [
        ("size", wintypes.DWORD),
        ("reserved", wintypes.LPWSTR),
        ("desktop", wintypes.LPWSTR),
        ("title", wintypes.LPWSTR),
        ("place", wintypes.DWORD * 7),
        ("flags", wintypes.DWORD),
        ("show", wintypes.WORD),
        ("more_size", wintypes.WORD),
        ("more", ctypes.c_void_p),
        ("given", wintypes.HANDLE),
        ("output", wintypes.HANDLE),
        ("errors", wintypes.HANDLE),
        ("attributes", ctypes.c_void_p),
    ]


class ProcessInformation(ctypes.Structure):
    """PROCESS_INFORMATION."""

    _fields_ = [
        ("process", wintypes.HANDLE),
        ("thread", wintypes.HANDLE),
        ("process_number", wintypes.DWORD),
        ("thread_number", wintypes.DWORD),
    ]


class StepError(Exception):
    """A step of building the containment failed."""

    def __init__(self, step: str, error: OSError) -> None:
        super().__init__(step, error)
        self.step = step
        self.error = error


def succeeded(result: int, step: str) -> None:
    """Raise StepError with Windows' last error where a function returned 0."""
    if not result:
        raise StepError(step, ctypes.WinError(ctypes.get_last_error()))
