"""How a model is loaded with the settings of the user: the memory plan for it, and the plans below it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from models.engine.protocol import Loaded, Pressure
from models.engine.rope import longest_context
from models.engine.settings import DEFAULT_CONTEXT, EngineSettings, FlashAttention
from models.files import GgufHeader, read_header
from models.runtime import (
    Backend,
    ComputeBuffers,
    Device,
    DeviceKind,
    DeviceMemory,
    Measurement,
    MemoryPlan,
    ModelShape,
    PlanWish,
    next_plans,
    plan,
    shape_of_file,
)

_ROOM = 1.25
"""How much more than a plan needs of the machine's memory is room enough, in times."""


@dataclass(frozen=True)
class Planning:
    """Everything that decides how much of a model goes where. `device` is None for the processor."""

    settings: EngineSettings
    shape: ModelShape
    device: DeviceMemory | None
    host_bytes: int
    compute: ComputeBuffers | None = None

    @classmethod
    def of(
        cls,
        path: Path,
        settings: EngineSettings,
        device: Device | None,
        measured: Callable[[Measurement], ComputeBuffers | None] = lambda _what: None,
    ) -> "Planning":
        """Return the planning for a file, with what `measured` says that computing takes.

        Raises UserError where its header cannot be read.
        """
        shape, free = settled_shape(shape_of_file(read_header(path)), settings), psutil.virtual_memory().available
        if device is None:
            return cls(settings, shape, None, free)
        flash = {FlashAttention.AUTO: None, FlashAttention.ON: True, FlashAttention.OFF: False}
        compute = measured(
            Measurement(
                device.name, shape.all_layers, settings.cache_type, settings.batch, flash[settings.flash_attention]
            )
        )
        # Which card the screen hangs on is not known: on Windows every one may be drawn on.
        memory = DeviceMemory.of(device, draws_screen=sys.platform == "win32")
        return cls(settings, shape, memory, free, compute)

    def first(self) -> MemoryPlan:
        """Return the plan that fits best."""
        return plan(self.shape, self.device, self._wish, self.host_bytes, compute=self.compute)

    def below(self, failed: MemoryPlan) -> MemoryPlan | None:
        """Return what to try after a plan that turned out to be too much; None where there is nothing less."""
        left = next_plans(failed, self.shape, self.device, self._wish, self.host_bytes, compute=self.compute)
        return next(iter(left), None)

    def effective(self, chosen: MemoryPlan) -> EngineSettings:
        """Return the settings to load the model with, as a plan has them."""
        return replace(
            self.settings,
            gpu_layers=chosen.layers,
            batch=chosen.batch,
            # A type that the model cannot have stays asked for: the engine says why it cannot.
            cache_type=chosen.cache_type if self.shape.quantizable_kv else self.settings.cache_type,
            # What was asked for stays as it is where it is granted: the engine tells where the model has less.
            context=self.settings.context if chosen.context >= self._context else chosen.context,
        )

    def has_room(self, chosen: MemoryPlan) -> bool:
        """Say whether the machine, as it is now without the model, has memory in plenty for it."""
        return psutil.virtual_memory().available > _ROOM * chosen.host

    @property
    def _context(self) -> int:
        """The tokens that are asked for, and that the model has a place for."""
        longest = self.shape.trained_context or longest_context(self.settings, DEFAULT_CONTEXT)
        return min(self.settings.context or DEFAULT_CONTEXT, longest)

    @property
    def _wish(self) -> PlanWish:
        return PlanWish(
            context=None if self.settings.context is None else self._context,
            cache_type=self.settings.cache_type,
            batch=self.settings.batch,
            layers=self.settings.gpu_layers,
        )


def lighter_plan(loaded: Loaded, header: GgufHeader, settings: EngineSettings, pressure: Pressure) -> MemoryPlan | None:
    """Return how to load a model with less, where the memory of its device is nearly full; None where it cannot be.

    What the model holds itself counts as free: the lighter one takes its place.
    """
    now = loaded.plan
    if now is None:
        return None
    shape = settled_shape(shape_of_file(header), settings)
    backend = next((one for one in Backend if pressure.device.lower().startswith(one)), Backend.OTHER)
    free = min(pressure.total_bytes, pressure.total_bytes - pressure.used_bytes + now.needed)
    host = psutil.virtual_memory().available + (now.needed if now.shared else 0)
    device = DeviceMemory(
        pressure.device, backend, pressure.total_bytes, free, draws_screen=sys.platform == "win32", shared=now.shared
    )
    return Planning(settings, shape, device, host).below(now)


def settled_shape(shape: ModelShape, settings: EngineSettings) -> ModelShape:
    """Return a shape as the settings make it: how far its context reaches, and whether fewer bits are possible."""
    trained = shape.trained_context
    return replace(
        shape,
        trained_context=longest_context(settings, trained) if trained else trained,
        # llama.cpp refuses fewer bits without flash attention
        quantizable_kv=shape.quantizable_kv and settings.flash_attention is not FlashAttention.OFF,
    )


def accelerator(devices: tuple[Device, ...]) -> Device | None:
    """Return the device that takes layers: the first graphics card, else a chip that shares the machine's memory."""
    for kind in (DeviceKind.GPU, DeviceKind.INTEGRATED):
        for device in devices:
            if device.kind is kind:
                return device
    return None
