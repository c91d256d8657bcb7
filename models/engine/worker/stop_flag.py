"""A flag that stops llama.cpp in the middle of a computation, raised by another thread."""

import ctypes
from typing import Any

from llama_cpp import llama_cpp as lib

from models.system import c_library

_IS_NOT_EMPTY = ctypes.cast(c_library().strlen, lib.ggml_abort_callback)


class StopFlag:
    """Lowered when it is made; once raised it stays so.

    llama.cpp asks after each step of a computation, some fifty times a token. It asks C's own `strlen` about a text
    of no character or one, so Python need not be entered for it, nor its lock waited for.
    """

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)

    def is_raised(self) -> bool:
        """Return whether to stop."""
        return self._text.raw[0] != 0

    def raise_flag(self) -> None:
        """Stop whatever watches the flag."""
        self._text[0] = b"\x01"

    def watched_by(self, context: Any) -> None:
        """Let computations in a context of llama.cpp end early once the flag is raised: at once on CPU and Metal.

        The flag must be kept until the context watches another or is freed.
        """
        lib.llama_set_abort_callback(context, _IS_NOT_EMPTY, ctypes.cast(self._text, ctypes.c_void_p))
