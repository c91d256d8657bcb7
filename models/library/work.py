"""How long work on large files tells how far it is, and asks whether to go on."""

from collections.abc import Callable

OnProgress = Callable[[int, int], None]
"""Called with the bytes that are done and all bytes, about once a MiB."""

Cancelled = Callable[[], bool]
"""Asked about once a MiB whether to give up."""
