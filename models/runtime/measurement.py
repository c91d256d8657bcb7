"""What is measured of a model before it is loaded, and what the measuring process says."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from models.runtime.cache_type import CacheType
from models.runtime.memory import ComputeBuffers, ComputePoint


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
    `output_refused`: the device cannot hold or compute the output.
    """

    context: int
    kv: int
    device: int
    host: int
    output_refused: bool = False


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
    """Return what computing takes with any context, by two or more of them in rising order."""
    points = tuple(ComputePoint(one.context, one.device, one.host) for one in found)
    return ComputeBuffers(points, batch=batch, output_refused=any(one.output_refused for one in found))


_DECODER = msgspec.json.Decoder(Measured)
