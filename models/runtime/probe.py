"""Tries a native build in a process of its own, which may crash or hang: both are answers."""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from pathlib import Path

from models.errors import Text
from models.runtime.builds import NativeBuild
from models.runtime.devices import Device
from models.runtime.environment import engine_environment
from models.runtime.job import never, run_job
from models.runtime.nvidia import nvidia_state
from models.runtime.probe_messages import BackEndsLoaded, DevicesFound, DeviceTried, ProbeMessage, read_messages
from models.runtime.reasons import llama_not_loaded, no_device, not_loaded
from models.system import engine_command

PATIENCE = 30.0
"""Seconds that a build may take to show what it can do. Virus scanners read every library before it is loaded."""

_LOG_LINES = 40
_WINDOWS_EXCEPTION = 0xC0000000
"""Exit codes from here on are Windows' own: it ended the process for what it did."""


@dataclass(frozen=True)
class ProbeReport:
    """What a native build can do here.

    `usable`: a model can be loaded with it, be it on the processor. `devices` are those that compute rightly, the
    processor last. `reason` says why it is not usable, or why it has no device but the processor although it was built
    for one; None where it has what it was built for. `details` is what the process and llama.cpp said.
    """

    build: NativeBuild
    usable: bool
    devices: tuple[Device, ...] = ()
    reason: Text | None = None
    details: str = ""

    @property
    def accelerators(self) -> tuple[Device, ...]:
        """The devices that layers can be given to."""
        return tuple(one for one in self.devices if one.accelerates)


@dataclass(frozen=True)
class _Outcome:
    """How the process ended, and what it had said by then. `failure` is None where it ended well."""

    messages: tuple[ProbeMessage, ...] = ()
    failure: Text | None = None
    details: str = ""


def probe_all(
    builds: Sequence[NativeBuild], patience: float = PATIENCE, *, stopped: Callable[[], bool] = never
) -> tuple[ProbeReport, ...]:
    """Try several builds at the same time. Raises as `probe`."""
    begun = [_begun(build, patience, stopped) for build in builds]
    wait(begun)
    return tuple(future.result() for future in begun)


def _begun(build: NativeBuild, patience: float, stopped: Callable[[], bool]) -> "Future[ProbeReport]":
    """Begin to try a build, in a thread that no end of the program waits for, as it would for a pool's."""
    future: Future[ProbeReport] = Future()

    def work() -> None:
        try:
            future.set_result(probe(build, patience, stopped=stopped))
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(error)

    threading.Thread(target=work, name="probe", daemon=True).start()
    return future


def probe(build: NativeBuild, patience: float = PATIENCE, *, stopped: Callable[[], bool] = never) -> ProbeReport:
    """Try one build. Never raises for what is wrong with it, but JobStoppedError soon after `stopped` says so.

    It may take `patience` seconds, and as many again for each device that ends the process: the others are tried
    without it.
    """
    if build.problem:
        return ProbeReport(build, usable=False, reason=build.problem)
    outcome, failing = _run(build.folder, patience, stopped), list[Device]()
    while (device := _ended_by(outcome, failing)) is not None:
        failing.append(device)
        outcome = _run(build.folder, patience, stopped, failing)
    loaded = next((message for message in outcome.messages if isinstance(message, BackEndsLoaded)), None)
    found = next((message for message in outcome.messages if isinstance(message, DevicesFound)), None)
    if loaded is None or found is None:
        reason = outcome.failure or Text("runtime.says_nothing")
        return ProbeReport(build, usable=False, reason=reason, details=outcome.details)
    right = {message.device for message in outcome.messages if isinstance(message, DeviceTried) and not message.problem}
    devices = tuple(one for one in found.devices if one.name in right or not one.accelerates)
    return ProbeReport(
        build,
        usable=outcome.failure is None and bool(devices),
        devices=devices,
        reason=_reason(outcome, loaded, found, failing),
        details=_details(outcome, loaded, found),
    )


def _ended_by(outcome: _Outcome, known: Sequence[Device]) -> Device | None:
    """Return the device whose trial ended the process; None where all went well, or something else went wrong."""
    found = next((message for message in outcome.messages if isinstance(message, DevicesFound)), None)
    if found is None or outcome.failure is None:
        return None
    done = {message.device for message in outcome.messages if isinstance(message, DeviceTried)}
    done |= {device.name for device in known}
    return next((device for device in found.devices if device.accelerates and device.name not in done), None)


def _reason(outcome: _Outcome, loaded: BackEndsLoaded, found: DevicesFound, failing: Sequence[Device]) -> Text | None:
    tried = {message.device: message.problem for message in outcome.messages if isinstance(message, DeviceTried)}
    if outcome.failure:
        return outcome.failure
    if not found.devices:
        return Text("runtime.not_loaded")
    accelerators = [one for one in found.devices if one.accelerates]
    wrong = [*failing, *(one for one in accelerators if tried.get(one.name))]
    if wrong and len(wrong) == len(accelerators):
        return Text("runtime.device_fails", {"device": wrong[0].description})
    others = [one for one in loaded.back_ends if "ggml-cpu" not in one.file]
    if accelerators or not others:
        return None
    if failed := next((one for one in others if not one.loaded), None):
        return not_loaded(failed, nvidia_state)
    said = [line for one in others for line in one.messages]
    return no_device(others, (*said, *found.messages), nvidia_state)


def _details(outcome: _Outcome, loaded: BackEndsLoaded, found: DevicesFound) -> str:
    lines = [line for one in loaded.back_ends for line in one.messages]
    lines += found.messages
    lines += [
        f"{one.device}: {one.problem}" for one in outcome.messages if isinstance(one, DeviceTried) and one.problem
    ]
    return "\n".join(filter(None, [*lines, outcome.details]))


def _run(folder: Path | None, patience: float, stopped: Callable[[], bool], without: Sequence[Device] = ()) -> _Outcome:
    command = engine_command("probe", *(device.name for device in without))
    try:
        end = run_job(command, engine_environment(folder), patience=patience, stopped=stopped)
    except OSError as error:
        return _Outcome(failure=Text("runtime.not_started"), details=str(error))
    messages = read_messages(end.output)
    details = "\n".join(end.errors.decode("utf-8", "replace").splitlines()[-_LOG_LINES:])
    if end.code is None:
        return _Outcome(messages, Text("runtime.too_slow", {"seconds": round(patience)}), details)
    if end.code != 0:
        return _Outcome(messages, *_ending(end.code, details))
    return _Outcome(messages)


def _ending(code: int, details: str) -> tuple[Text, str]:
    if code < 0 or (os.name == "nt" and code >= _WINDOWS_EXCEPTION):
        return Text("runtime.crashes", {"signal": _signal_name(-code) if code < 0 else hex(code)}), details
    return llama_not_loaded(details.splitlines()), details


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
