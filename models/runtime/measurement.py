"""What is measured of a model before it is loaded, and what the measuring process says."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import msgspec

from models.runtime.cache_type import CacheType
from models.runtime.memory import ComputeBuffers


@dataclass(frozen=True)
class Measurement:
    """How a model would be loaded: with `layers` on `device` (None: on the processor).

    `flash_attention` None leaves it to llama.cpp and the device.
    """

    device: str | None
    layers: int
    cache_type: CacheType = CacheType.F16
    batch: int = 512
    flash_attention: bool | None = None


class Measured(msgspec.Struct, frozen=True):
    """What llama.cpp would need with a context of so many tokens, in bytes.

    `kv` are the keys and values of all layers, wherever they lie; `device` and `host` are what computing takes.
    """

    context: int
    kv: int
    device: int
    host: int


def measured_line(measured: Measured) -> bytes:
    """Return a measured context as a line."""
    return msgspec.json.encode(measured) + b"\n"


def read_measured(output: bytes) -> tuple[Measured, ...]:
    """Return the contexts of an output; other lines, which a driver may print, are left out."""
    found: list[Measured] = []
    for line in output.splitlines():
        try:
            found.append(_DECODER.decode(line))
        except msgspec.DecodeError:
            continue
    return tuple(found)


def compute_buffers(found: Sequence[Measured], batch: int) -> ComputeBuffers:
    """Return what computing takes with any context, by two or more of them in rising order.

    The buffers grow evenly with the context, but for how well llama.cpp can pack them: none of `found` needs more.
    """
    first, last = found[0], found[-1]
    growth = max(0.0, (last.device - first.device) / (last.context - first.context))
    base = max(one.device - growth * one.context for one in found)
    return ComputeBuffers(device=max(0, ceil(base)), host=max(one.host for one in found), per_token=growth, batch=batch)


_DECODER = msgspec.json.Decoder(Measured)
