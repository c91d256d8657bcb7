"""The memory that a plan has to do with: of a device, and what was measured on it."""

from dataclasses import dataclass
from enum import StrEnum

from models.runtime.devices import Device, DeviceKind


class Backend(StrEnum):
    """What drives a device. Each takes memory of its own beside the model."""

    CUDA = "cuda"
    VULKAN = "vulkan"
    OTHER = "other"


@dataclass(frozen=True)
class DeviceMemory:
    """A device, as a plan sees it. Sizes in bytes.

    `free` is what no program uses now. `draws_screen`: Windows draws on it, and moves models to the machine's memory
    without a word where the screen needs more. `shared`: its memory is the machine's own.
    """

    name: str
    backend: Backend
    total: int
    free: int
    draws_screen: bool = False
    shared: bool = False

    @classmethod
    def of(cls, device: Device, *, draws_screen: bool = False) -> "DeviceMemory":
        """Return the memory of a device that llama.cpp found."""
        backend = next((one for one in Backend if device.name.lower().startswith(one)), Backend.OTHER)
        return cls(
            name=device.name,
            backend=backend,
            total=device.total_bytes,
            free=device.free_bytes,
            draws_screen=draws_screen,
            shared=device.kind is DeviceKind.INTEGRATED,
        )


@dataclass(frozen=True)
class ComputeBuffers:
    """What llama.cpp itself says it needs to compute with a batch of `batch` tokens, in bytes.

    `device` is for an empty context, each token of which adds `per_token`; `host` is in the machine's memory.
    """

    device: int
    host: int
    per_token: float = 0.0
    batch: int = 512

    def at(self, context: int, batch: int) -> tuple[int, int]:
        """Return the bytes (on the device, in the machine's memory); both follow the batch."""
        on_device = self.device + self.per_token * context
        return round(on_device * batch / self.batch), round(self.host * batch / self.batch)
