"""What a model can be computed on."""

from dataclasses import dataclass
from enum import StrEnum


class DeviceKind(StrEnum):
    """What sort of device llama.cpp computes on."""

    CPU = "cpu"
    GPU = "gpu"
    INTEGRATED = "integrated"
    OTHER = "other"


@dataclass(frozen=True)
class Device:
    """One device of the native build in use. Memory in bytes; 0 where the driver does not say."""

    name: str
    description: str
    kind: DeviceKind
    free_bytes: int
    total_bytes: int

    @property
    def accelerates(self) -> bool:
        """Whether it is worth giving layers of a model to."""
        return self.kind in {DeviceKind.GPU, DeviceKind.INTEGRATED}
