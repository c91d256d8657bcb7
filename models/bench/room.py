"""Whether the model fits into memory several times, as the programs that are compared hold it at once."""

from models.runtime import Device

_PROGRAMS = 3
_PART = 1.5
"""Of the file's size, in each program: what a processor's own arrangement of the weights takes beside the file."""

_BESIDE = 512 * 2**20
"""Bytes for the context and the program itself."""


def has_room(model_bytes: int, accelerator: Device | None) -> bool:
    """Return whether all programs can hold a model of so many bytes at the same time."""
    return _PROGRAMS * (_PART * model_bytes + _BESIDE) <= _free_bytes(accelerator)


def _free_bytes(accelerator: Device | None) -> int:
    if accelerator is not None:
        return accelerator.free_bytes
    import psutil  # only for a benchmark

    return int(psutil.virtual_memory().available)
