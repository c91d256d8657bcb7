"""Pipes, processes and C's library on Windows."""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

import ctypes
import msvcrt
import os
import subprocess
from typing import BinaryIO


def take_over_standard_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return private, binary (input, output) made from standard input and output.

    Afterwards standard input is empty and standard output goes to standard error, so that nothing a native
    library prints can get between the messages.
    """
    incoming, outgoing = os.dup(0), os.dup(1)
    for handle in (incoming, outgoing):
        msvcrt.setmode(handle, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(incoming, "rb", buffering=0), os.fdopen(outgoing, "wb", buffering=0)


def hidden_process_flags() -> int:
    """Return the creation flags that keep a child process from opening a console window."""
    return subprocess.CREATE_NO_WINDOW


def c_library() -> ctypes.CDLL:
    """Return C's standard library."""
    return ctypes.CDLL("ucrtbase")


def let_others_come_forward() -> None:
    """Let another program bring its window to the front, which Windows allows only the one the user is working with."""
    any_process = 0xFFFFFFFF
    ctypes.windll.user32.AllowSetForegroundWindow(any_process)
