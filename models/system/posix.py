"""Pipes, processes and C's library on Linux and macOS."""

import ctypes
import os
from typing import BinaryIO


def take_over_standard_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return private (input, output) made from standard input and output.

    Afterwards standard input is empty and standard output goes to standard error, so that nothing a native
    library prints can get between the messages.
    """
    incoming = os.fdopen(os.dup(0), "rb", buffering=0)
    outgoing = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing


def hidden_process_flags() -> int:
    """Return the creation flags that keep a child process from opening a console window: none are needed."""
    return 0


def c_library() -> ctypes.CDLL:
    """Return C's standard library."""
    return ctypes.CDLL(None)


def let_others_come_forward() -> None:
    """Let another program bring its window to the front: nobody need be asked here."""
