"""What this machine has to run models on, found out beside the window's thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.background import Background
from desktop.control.loading import ModelLoading
from models.runtime import DeviceMemory, NativeBuild, usable_memory
from models.system import machine_memory

if TYPE_CHECKING:
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

    `usable` is what of it a model can have. `build` is the native build that the devices are those of, None where no
    build can be used.
    """

    devices: tuple[Computing, ...]
    memory: int
    usable: int
    build: NativeBuild | None = None

    def device(self, name: str) -> Computing | None:
        """Return a device by its name, None for the processor and for one that is not there."""
        return next((one for one in self.devices if one.memory.name == name), None)


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

        A device that holds our own model counts as free: the next one takes its place.
        """
        current, facts = self._loading.current, self._facts
        if facts is None or current is None or not current.engine.gpu_layers:
            return facts
        freed = (replace(one, memory=replace(one.memory, free=one.memory.total)) for one in facts.devices)
        return replace(facts, devices=tuple(freed))

    def find(self) -> None:
        """Find out what there is, unless that is known for the native build in use, or being found out."""
        paths, wanted = self._paths, self._loading.engine_settings.runtime
        if not self._finding and (self._facts is None or wanted != self._wanted):
            self._finding = True
            self._wanted = wanted
            self._background.run(lambda: examine(paths, wanted), self._on_found, self._on_failed, name="machine")

    def _on_found(self, facts: MachineFacts) -> None:
        self._finding = False
        self._facts = facts
        self.found.emit()

    def _on_failed(self, error: UserError) -> None:
        """Count on the processor alone; the doctor says what is wrong with the engine."""
        del error
        memory = machine_memory()
        self._on_found(MachineFacts((), memory, usable_memory(memory)))


def examine(paths: Paths, wanted: str | None) -> MachineFacts:
    """Try the native builds; the device is the one that the engine gives layers to. Takes seconds.

    `wanted` is the build that the user chose. Raises UserError where none can be used.
    """
    from models.runtime import choose_build, find_builds, probe_all, runtime_folders

    choice = choose_build(probe_all(find_builds(runtime_folders(paths))), wanted)
    device, memory = choice.device, machine_memory()
    return MachineFacts(
        (Computing(DeviceMemory.of(device), device.description or device.name),) if device is not None else (),
        memory,
        usable_memory(memory),
        choice.report.build,
    )
