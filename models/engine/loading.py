"""Loading a model, and loading it again: after a death, after a change of its file, with less where memory ran out."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from models.engine.builds import BuildChoice, ChosenBuild
from models.engine.exhaustion import OutOfMemoryError, out_of_memory, ran_out, taken
from models.engine.file_mark import file_mark
from models.engine.host import EngineHost
from models.engine.operations import Operation
from models.engine.planning import Planning, accelerator
from models.engine.process import EngineGoneError, EngineProcess
from models.engine.protocol import Load, Loaded, LoadEvent, Loading, Notice, Ready
from models.engine.settings import EngineSettings, OnExhaustion
from models.errors import Text, UserError, user_error
from models.runtime import ComputeBuffers, Device, Grade, JobStoppedError, Measurement, Measurements, MemoryPlan

_log = logging.getLogger(__name__)


@dataclass
class _Wanted:
    """The model that is, or should be, loaded, and how; `notices` are to be told with the next `Loaded`."""

    path: Path
    settings: EngineSettings
    plan: MemoryPlan | None
    planning: Planning | None = None
    too_much: MemoryPlan | None = None
    """The plan with which memory ran out, where that was not told yet."""
    notices: tuple[Notice, ...] = ()

    def note(self, notice: Notice) -> None:
        """Add a notice, once."""
        if notice not in self.notices:
            self.notices += (notice,)


@dataclass(frozen=True)
class _Held:
    """What is loaded, in which process, and what marks the file it was loaded from."""

    process: EngineProcess
    loaded: Loaded
    mark: tuple[int, ...] | None


@dataclass(frozen=True)
class _Prepared:
    """What to load a model with: a process of the build that was chosen, settings, a device ("": the processor)."""

    process: EngineProcess
    chosen: ChosenBuild
    settings: EngineSettings
    device: str


class ModelLoader:
    """Keeps a model loaded in the process of `host`. `states` is the folder for the state of conversations."""

    def __init__(
        self,
        host: EngineHost,
        builds: BuildChoice,
        measurements: Measurements,
        *,
        states: Path | None,
        timed: bool,
    ) -> None:
        self._host = host
        self._builds = builds
        self._measurements = measurements
        self._states = states
        self._timed = timed
        self._lock = threading.Lock()
        self._wanted: _Wanted | None = None
        self._held: _Held | None = None

    @property
    def loaded(self) -> Loaded | None:
        """What is loaded now, None while nothing is."""
        held = self._held
        return held.loaded if held is not None and held.process is self._host.alive else None

    @property
    def last(self) -> Loaded | None:
        """What is loaded, or was when its process died; None while nothing is wanted."""
        return self._held.loaded if self._held is not None else None

    def forget(self) -> None:
        """Want no model any more."""
        self._wanted = self._held = None

    def load(
        self, path: Path, settings: EngineSettings, plan: MemoryPlan | None, operation: Operation
    ) -> Iterator[LoadEvent]:
        """Load a model in place of the one that is loaded. Raises UserError where it fails; then nothing is wanted.

        But after a death, or where memory ran out and there is another plan, the next question tries again.
        """
        wanted = self._wanted = _Wanted(path, settings, plan)
        try:
            yield from self._load(wanted, operation)
        except EngineGoneError:
            raise
        except BaseException as error:
            goes_on = isinstance(error, OutOfMemoryError) and error.next_plan is not None
            if self._wanted is wanted and not goes_on:
                self._wanted = None
            raise

    def ready(self, operation: Operation) -> Iterator[LoadEvent]:
        """Make sure that the wanted model is loaded, as its file is now. Raises UserError where there is none."""
        wanted, held = self._wanted, self._held
        if wanted is None:
            raise user_error("engine.no_model")
        if self.loaded is None or held is None:
            yield from self._load(wanted, operation)
        elif file_mark(wanted.path) not in {None, held.mark}:
            # What is mapped into memory is no longer what was loaded, or soon will not be.
            wanted.plan = wanted.planning = wanted.too_much = None
            wanted.notices = (Notice("engine.file_changed"),)
            yield from self._load(wanted, operation)

    def recover(self, error: UserError, failed: Loaded | None, *, ask: bool) -> None:
        """Prepare for another plan after `error`, which an answer of the model `failed` ended with.

        Raises `error` where it does not mean that memory ran out, or the offer to go on with less where `ask` or the
        user says so; the next question takes it.
        """
        with self._lock:
            wanted, held = self._wanted, self._held
            if wanted is None or (held is not None and held.loaded is not failed):
                raise error
            if held is not None:  # else another question has seen to it
                self._step_down(wanted, error, ask=ask or wanted.settings.on_exhaustion is OnExhaustion.ASK)

    def _load(self, wanted: _Wanted, operation: Operation) -> Iterator[LoadEvent]:
        while True:
            try:
                yield from self._load_once(wanted, operation)
            except UserError as error:
                with self._lock:
                    self._step_down(wanted, error, ask=wanted.settings.on_exhaustion is OnExhaustion.ASK)
            else:
                return

    def _load_once(self, wanted: _Wanted, operation: Operation) -> Iterator[LoadEvent]:
        mark = file_mark(wanted.path)
        self._make_room()
        try:
            prepared = self._prepare(wanted, lambda: operation.stopped or self._host.closed)
        except JobStoppedError:
            raise self._given_up() from None
        process, chosen = prepared.process, prepared.chosen
        request = Load(
            self._host.number(),
            os.fsencode(wanted.path),
            prepared.settings,
            os.fsencode(self._states) if self._states else None,
            self._timed,
            prepared.device,
        )
        for event in self._host.events(request, operation):
            if isinstance(event, Loaded):
                told = replace(
                    event,
                    notices=(*event.notices, *wanted.notices, *_fallen_back(wanted)),
                    plan=wanted.plan,
                    why=None if event.engine.gpu_layers else _why(wanted, chosen.reason),
                )
                wanted.notices, wanted.too_much = (), None
                if self._wanted is wanted:
                    self._held = _Held(process, told, mark)
                yield told
            elif isinstance(event, Loading):
                yield event

    def _make_room(self) -> None:
        """Free what is loaded; only a new process sees what is free on a device now."""
        held, self._held, process = self._held, None, self._host.alive
        if held is not None or (process is not None and process.knows_accelerators):
            self._host.end()  # only that frees a device for sure

    def _prepare(self, wanted: _Wanted, stopped: Callable[[], bool]) -> _Prepared:
        """Find out with what to load a model. Raises JobStoppedError soon after `stopped` says so."""
        chosen = self._builds.chosen(wanted.settings.runtime, stopped=stopped)
        self._host.use(chosen.build.folder)
        process = self._host.living()
        if chosen.refused is not None:
            wanted.note(Notice("engine.build_refused", {"name": chosen.refused}))
        settings, device = self._placed(wanted, chosen, process.ready(stopped=stopped), stopped)
        return _Prepared(process, chosen, settings, device)

    def _given_up(self) -> UserError:
        """Free what was loaded before, as any load that fails does; return the error that says so."""
        self._host.end()
        return EngineGoneError(Text("engine.closed")) if self._host.closed else user_error("engine.load_stopped")

    def _placed(
        self, wanted: _Wanted, chosen: ChosenBuild, ready: Ready, stopped: Callable[[], bool]
    ) -> tuple[EngineSettings, str]:
        """Return the settings and the device to load a model with; "" is the processor."""
        device = _device(chosen, ready)
        if wanted.plan is None and wanted.settings.gpu_layers == 0:
            device = None
        if wanted.planning is None:

            def measured(what: Measurement) -> ComputeBuffers | None:
                return self._measurements.measure(wanted.path, chosen.build, what, stopped=stopped)

            try:
                wanted.planning = Planning.of(wanted.path, wanted.settings, device, measured)
            except UserError as error:  # the process says what is wrong with the file
                _log.info("the model cannot be planned: %s", error)
                return replace(wanted.settings, gpu_layers=0), ""
        if wanted.plan is None:
            wanted.plan = wanted.planning.first()
            if wanted.plan.grade is Grade.TOO_LARGE:
                wanted.note(Notice("engine.may_not_fit"))
        return wanted.planning.effective(wanted.plan), device.name if device is not None and wanted.plan.layers else ""

    def _step_down(self, wanted: _Wanted, error: UserError, *, ask: bool) -> None:
        """Go on to the next plan where `error` means that memory ran out. Raises as `recover`."""
        on_device = wanted.plan is not None and wanted.plan.layers > 0
        if not ran_out(error, on_device=on_device, room=False):
            raise error
        try:
            planning = wanted.planning = wanted.planning or Planning.of(wanted.path, wanted.settings, None)
        except UserError:  # the file is gone
            raise error from None
        failed = wanted.plan or planning.first()
        if not ran_out(error, on_device=on_device, room=planning.has_room(failed)):
            raise error
        self._host.end()  # only the end of a process frees the memory of a device for sure
        self._held = None
        following = planning.below(failed)
        if following is None:
            raise out_of_memory(error, failed, None) from error
        wanted.plan, wanted.too_much = following, wanted.too_much or failed
        if ask:
            raise out_of_memory(error, failed, following) from error


def _fallen_back(wanted: _Wanted) -> Iterator[Notice]:
    """Yield what is to be told where the model is loaded with less than was tried before."""
    if wanted.too_much is not None and wanted.plan is not None:
        for said in taken(wanted.too_much, wanted.plan):
            yield Notice(said.id, said.fields)


def _device(build: ChosenBuild, ready: Ready) -> Device | None:
    """Return the device that takes layers, with the memory that is free now; None where there is none.

    A build that was tried has no device but the one that was chosen: the others compute wrongly, or less well.
    """
    if not build.tried:
        return accelerator(ready.devices)
    return next((device for device in ready.devices if device.name == build.device), None)


def _why(wanted: _Wanted, reason: Text | None) -> Notice:
    """Return why the processor computes."""
    if wanted.plan is not None and wanted.planning is not None and wanted.planning.device is not None:
        return Notice("engine.on_cpu.no_room")
    if wanted.settings.gpu_layers == 0:
        return Notice("engine.on_cpu.chosen")
    known = reason or Text("engine.on_cpu.no_device")
    return Notice(known.id, known.fields)
