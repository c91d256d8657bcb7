"""A token like this process's own, without its privileges and without an administrator's rights."""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes

from models.sandbox.windows.calls import SidAndAttributes, kernel, security, succeeded

_TOKEN_RIGHTS = 0x0001 | 0x0002 | 0x0008 | 0x0080  # to assign, duplicate, query and adjust
_WITHOUT_PRIVILEGES = 0x1
_ADMINISTRATORS = 26
_LONGEST_SID = 68
_STEP = "token"


@contextmanager
def restricted_token() -> Iterator[wintypes.HANDLE]:
    """Give such a token. Raises StepError."""
    own = wintypes.HANDLE()
    current = wintypes.HANDLE(kernel.GetCurrentProcess())
    succeeded(security.OpenProcessToken(current, _TOKEN_RIGHTS, ctypes.byref(own)), _STEP)
    try:
        restricted = wintypes.HANDLE()
        administrators = ctypes.create_string_buffer(_LONGEST_SID)
        length = wintypes.DWORD(_LONGEST_SID)
        known = security.CreateWellKnownSid(_ADMINISTRATORS, None, administrators, ctypes.byref(length))
        succeeded(known, _STEP)
        denied = SidAndAttributes(sid=ctypes.addressof(administrators))
        made = security.CreateRestrictedToken(
            own, _WITHOUT_PRIVILEGES, 1, ctypes.byref(denied), 0, None, 0, None, ctypes.byref(restricted)
        )
        succeeded(made, _STEP)
    finally:
        kernel.CloseHandle(own)
    try:
        yield restricted
    finally:
        kernel.CloseHandle(restricted)
