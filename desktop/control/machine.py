"""What this machine has to run models on, found out beside the window's thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.background import Background
from desktop.control.loading import ModelLoading
from models.runtime import DeviceMemory, NativeBuild
from models.system import available_memory, machine_memory

if TYPE_CHECKING:
    from models.engine import Loaded
    from models.errors import UserError
    from models.paths import Paths


@dataclass(frozen=True)
class Computing:
    """A device that models can be computed on, and what people call it."""

    memory: DeviceMemory
    label: str


@dataclass(frozen=True)
class MachineFacts:
    """The devices beside the processor, the best one first, and the machine's own memory in bytes.

    `usable` is what of it a model can have now, as the engine will see it. `build` is the native build that the devices
    are those of, None where no build can be used.
    """

    devices: tuple[Computing, ...]
    memory: int
    usable: int
    build: NativeBuild | None = None

    def device(self, name: str) -> Computing | None:
        """Return a device by its name, None for the processor and for one that is not there."""
        return next((one for one in self.devices if one.memory.name == name), None)


@dataclass(frozen=True)
class _Held:
    """What our own model holds of a device and of the machine's memory, in bytes: the next one takes its place."""

    device: int = 0
    host: int = 0

    @classmethod
    def by(cls, loaded: Loaded | None, *, mapped: bool) -> _Held:
        """Return what a loaded model holds. `mapped`: the system counts the weights of a mapped file as available."""
        if loaded is None:
            return cls()
        plan, on_device = loaded.plan, loaded.engine.gpu_layers > 0
        host = 0 if mapped else loaded.size_bytes if plan is None else plan.host
        if plan is None or not on_device:
            return cls(host=host)
        return cls(plan.needed, host + (plan.needed if plan.shared else 0))

    def freed(self, facts: MachineFacts) -> MachineFacts:
        """Return the facts with all of that free."""
        devices = (
            replace(one, memory=replace(one.memory, free=min(one.memory.total, one.memory.free + self.device)))
            for one in facts.devices
        )
        return replace(facts, devices=tuple(devices), usable=min(facts.memory, facts.usable + self.host))


class Machine(QObject):
    """Knows the machine once `find()` was called; `found` tells whenever something new is known."""

    found = Signal()

    def __init__(
        self, *, paths: Paths, loading: ModelLoading, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._loading = loading
        self._background = background
        self._facts: MachineFacts | None = None
        self._finding = False
        self._wanted: str | None = None

    @property
    def facts(self) -> MachineFacts | None:
        """What is known, None while nothing is.

        What our own model holds counts as free: the next one takes its place.
        """
        return self._facts

    def find(self) -> None:
        """Find out what there is and what of it is free now, unless that is being found out."""
        if self._finding:
            return
        self._finding = True
        paths, settings = self._paths, self._loading.engine_settings
        known = self._facts if settings.runtime == self._wanted else None
        self._wanted = settings.runtime
        holder = self._holder()
        held = _Held.by(holder, mapped=settings.use_mmap)
        self._background.run(
            lambda: held.freed(examine(paths, settings.runtime, known)),
            lambda facts: self._on_found(facts, holder),
            self._on_failed,
            name="machine",
        )

    def _holder(self) -> Loaded | None:
        """Return the model that takes memory now; while another one is being loaded it is on its way out."""
        return None if self._loading.busy else self._loading.current

    def _on_found(self, facts: MachineFacts, holder: Loaded | None) -> None:
        self._finding = False
        self._facts = facts
        self.found.emit()
        if self._holder() is not holder and not self._loading.busy:  # what was free belongs to another model
            self.find()

    def _on_failed(self, error: UserError) -> None:
        """Count on the processor alone; the doctor says what is wrong with the engine."""
        del error
        self._on_found(_without_devices(), self._holder())


def examine(paths: Paths, wanted: str | None, known: MachineFacts | None = None) -> MachineFacts:
    """Try the native builds; the device is the one that the engine gives layers to. Takes seconds.

    `wanted` is the build that the user chose. Of what is `known` already only the free memory is asked. Raises
    UserError where no build can be used.
    """
    from models.runtime import choose_build, find_builds, probe_all, runtime_folders

    build = known.build if known is not None else None
    if build is not None and known is not None and not known.devices:
        return replace(_without_devices(), build=build)
    builds = (build,) if build is not None else find_builds(runtime_folders(paths))
    choice = choose_build(probe_all(builds), wanted)
    device = choice.device
    return replace(
        _without_devices(),
        devices=(Computing(DeviceMemory.of(device), device.description or device.name),) if device is not None else (),
        build=choice.report.build,
    )


def _without_devices() -> MachineFacts:
    return MachineFacts((), machine_memory(), available_memory())
