"""A plan for a model on a device: how much of it goes where, and what that takes."""

from dataclasses import dataclass
from enum import StrEnum

from models.runtime.cache_type import CacheType


class Grade(StrEnum):
    """How well a plan fits a machine."""

    FITS = "fits"  # all layers on the device
    PARTLY = "partly"  # some layers on the device, the others on the processor
    CPU = "cpu"  # nothing on a device
    TOO_LARGE = "too_large"  # more than the device has, or more than the machine's own memory


@dataclass(frozen=True)
class MemoryPlan:
    """How a model would be loaded. All figures in bytes but layers, context, batch and `slower`.

    `layers` of `all_layers` go to the device; the output counts as one layer, as llama.cpp counts it. `weights`, `kv`,
    `compute`, `overhead` and `margin` are what the device needs; `host` is what the machine's own memory needs.
    `slower` is about how many times slower it is than with all layers on the device; 1.0 where they are, and where the
    machine has no such device. `available` and `host_available` are what the device and the machine have, one and the
    same memory where `shared`.
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
    slower: float
    available: int
    host_available: int
    shared: bool = False

    @property
    def needed(self) -> int:
        """What the device needs without the margin."""
        return self.weights + self.kv + self.compute + self.overhead

    @property
    def lacking(self) -> int:
        """How many bytes the device has too few of, margin included; 0 where it has enough."""
        return max(0, self.needed + self.margin - self.available)

    @property
    def host_lacking(self) -> int:
        """How many bytes the machine's memory has too few of; 0 where it has enough."""
        return max(0, self.host + (self.needed if self.shared else 0) - self.host_available)

    @property
    def fits(self) -> bool:
        """Whether the device and the machine both have enough."""
        return not self.lacking and not self.host_lacking

    @property
    def grade(self) -> Grade:
        """How well it fits."""
        if not self.fits:
            return Grade.TOO_LARGE
        if not self.layers:
            return Grade.CPU
        return Grade.FITS if self.layers == self.all_layers else Grade.PARTLY
