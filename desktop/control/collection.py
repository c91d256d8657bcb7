"""Python's garbage collector, kept still while very many things are made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """Let nothing be collected in the `with` block: walking through all that is new, again and again, finds nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def count_as_old() -> None:
    """Let all that was made so far count as old: only a full collection walks through it, not each of what is new."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()  # into the oldest generation
