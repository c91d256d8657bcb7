"""A plan for a model on a device: how much of it goes where, and what that takes."""

from dataclasses import dataclass
from enum import StrEnum

from models.runtime.cache_type import CacheType


class Grade(StrEnum):
    """How well a model fits a machine."""

    FITS = "fits"  # all layers on the device
    PARTLY = "partly"  # some layers on the device, the others on the processor
    CPU = "cpu"  # nothing on a device
    TOO_LARGE = "too_large"  # neither so nor otherwise, or not with the layers and the context that were wished for


@dataclass(frozen=True)
class MemoryPlan:
    """How a model would be loaded. All figures in bytes but layers, context, batch and `slower`.

    `layers` of `all_layers` go to the device; the output counts as one layer, as llama.cpp counts it. `weights`, `kv`,
    `compute`, `overhead` and `margin` are what the device needs; `host` is what the machine's own memory needs.
    `slower` is about how many times slower it is than with all layers on the device; 1.0 where they are. `available`
    and `host_available` are what the device and the machine's memory have.
    """

    device: str
    layers: int
    all_layers: int
    context: int
    cache_type: CacheType
    batch: int
    weights: int
    kv: int
    compute: int
    overhead: int
    margin: int
    host: int
    grade: Grade
    slower: float = 1.0
    available: int = 0
    host_available: int = 0

    @property
    def needed(self) -> int:
        """What the device needs without the margin."""
        return self.weights + self.kv + self.compute + self.overhead

    @property
    def lacking(self) -> int:
        """How many bytes the device has too few of, margin included; 0 where it has enough."""
        return max(0, self.needed + self.margin - self.available)
