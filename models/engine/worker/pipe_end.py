"""Ends a short job together with whoever asked for it, even in the middle of a driver that hangs."""

import os
import threading

_PIECE = 4096


def end_with_the_pipe() -> None:
    """End this process, from a thread, when its standard input ends; what is written there means nothing.

    The pipe is moved away from where libraries look for the standard input: on Windows one that is being loaded waits
    for whoever reads from there.
    """
    pipe = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    threading.Thread(target=_wait, args=(pipe,), name="pipe", daemon=True).start()


def _wait(pipe: int) -> None:
    try:
        while os.read(pipe, _PIECE):
            pass
    finally:
        os._exit(1)
