"""Loading the transcript's modules a few at a time: together they take a tenth of a second."""

from collections.abc import Iterator
from importlib import import_module

_ROOM = "desktop.conversation.transcript"
_MODULES = ("markdown_it", "models.markdown", f"{_ROOM}.layout", f"{_ROOM}.accessible", f"{_ROOM}.transcript")


def load_transcript() -> Iterator[None]:
    """Load what `Transcript` needs in steps; each `yield` is a moment to do something else."""
    for name in _MODULES:
        import_module(name)
        yield
