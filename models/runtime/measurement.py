"""What is measured of a model before it is loaded, and what the measuring process says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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

    @property
    def variants(self) -> tuple["Measurement", ...]:
        """This one, the same with half of the layers, and the same without a device; each once, in this order."""
        half = replace(self, layers=max(1, self.layers // 2))
        none = replace(self, device=None, layers=0)
        return (none,) if self.device is None or not self.layers else (self, half, none)


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


def compute_buffers(found: Sequence[Sequence[Measured]], batch: int) -> ComputeBuffers:
    """Return what computing takes, by what was measured of the `variants` of a measurement."""
    points = [tuple(ComputePoint(one.context, one.device, one.host) for one in variant) for variant in found]
    whole, part, none = points if len(points) > 1 else ((), (), points[0])
    refused = any(one.output_refused for variant in found for one in variant)
    return ComputeBuffers(whole, part, none, batch=batch, output_refused=refused)


_DECODER = msgspec.json.Decoder(Measured)
