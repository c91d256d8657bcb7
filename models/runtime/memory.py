"""The memory that a plan has to do with: of a device, and what was measured on it."""

import sys
from bisect import bisect_left
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
    def of(cls, device: Device, *, draws_screen: bool | None = None) -> "DeviceMemory":
        """Return the memory of a device that llama.cpp found.

        Unless `draws_screen` says otherwise, Windows is taken to draw on every graphics card that it has.
        """
        backend = next((one for one in Backend if device.name.lower().startswith(one)), Backend.OTHER)
        return cls(
            name=device.name,
            backend=backend,
            total=device.total_bytes,
            free=device.free_bytes,
            draws_screen=sys.platform == "win32" if draws_screen is None else draws_screen,
            shared=device.kind is DeviceKind.INTEGRATED,
        )


@dataclass(frozen=True)
class ComputePoint:
    """What computing takes with one context: bytes on the device and in the machine's memory."""

    context: int
    device: int
    host: int


@dataclass(frozen=True)
class ComputeBuffers:
    """What llama.cpp itself says it needs to compute with a batch of `batch` tokens, for contexts that were measured.

    `whole` is with all layers on the device, `part` with some of them there: then it takes copies of others too, one at
    a time. `none` is with all on the processor. Each has two or more contexts, rising; an empty one was not measured.
    `output_refused`: the device cannot hold or compute the output, which stays with the processor whatever the plan.
    """

    whole: tuple[ComputePoint, ...] = ()
    part: tuple[ComputePoint, ...] = ()
    none: tuple[ComputePoint, ...] = ()
    batch: int = 512
    output_refused: bool = False

    def at(self, context: int, batch: int, *, layers: int, all_layers: int) -> tuple[int, int] | None:
        """Return the bytes (on the device, in the machine's memory) for any context; None where nothing is known.

        What grows does so evenly, each buffer from another context on: between two points there is never more than on
        the line from one to the other. All of it follows the batch.
        """
        points = self.none if not layers else self.part if layers < all_layers else self.whole
        if not points:
            return None
        above = min(max(bisect_left(points, context, key=lambda point: point.context), 1), len(points) - 1)
        low, high = points[above - 1], points[above]
        way = max(0.0, (context - low.context) / (high.context - low.context))
        share = batch / self.batch
        on_device = low.device + way * (high.device - low.device)
        on_host = low.host + way * (high.host - low.host)
        return max(0, round(on_device * share)), max(0, round(on_host * share))
