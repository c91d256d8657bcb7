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
    """What llama.cpp itself said it needs to compute, in bytes: on the device, and in the machine's memory."""

    device: int
    host: int
