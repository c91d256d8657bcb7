"""The app container of generated code: an identity without capabilities, and a folder of its own."""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

import ctypes
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path

from models.sandbox.windows.calls import StepError, kernel, memory, profiles, security, succeeded

_NAME = "Tempera.GeneratedCode"
_EXISTS = 0x800700B7 - (1 << 32)
_STEP = "app container"


@contextmanager
def container_identity() -> Iterator[int]:
    """Give the address of the container's security identifier; the container is made where there is none yet.

    Raises StepError.
    """
    sid = ctypes.c_void_p()
    result = profiles.CreateAppContainerProfile(_NAME, _NAME, _NAME, None, 0, ctypes.byref(sid))
    if result == _EXISTS:
        result = profiles.DeriveAppContainerSidFromAppContainerName(_NAME, ctypes.byref(sid))
    _check(result)
    try:
        yield sid.value or 0
    finally:
        security.FreeSid(sid)


@contextmanager
def work_folder(identity: int) -> Iterator[Path]:
    """Give an empty folder that programs in the container can write to; afterwards it is gone. Raises StepError."""
    name = wintypes.LPWSTR()
    succeeded(security.ConvertSidToStringSidW(ctypes.c_void_p(identity), ctypes.byref(name)), _STEP)
    place = wintypes.LPWSTR()
    try:
        _check(profiles.GetAppContainerFolderPath(name, ctypes.byref(place)))
    finally:
        kernel.LocalFree(name)
    try:
        folder = Path(place.value or "") / f"work-{secrets.token_hex(8)}"  # who may enter is inherited from above
    finally:
        memory.CoTaskMemFree(place)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise StepError(_STEP, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check(result: int) -> None:
    if result < 0:
        raise StepError(_STEP, ctypes.WinError(result & 0xFFFF))
