"""Tries a native build in a process of its own, which may crash or hang: both are answers."""

import os
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import Text
from models.runtime.builds import NativeBuild
from models.runtime.devices import Device
from models.runtime.nvidia import nvidia_state
from models.runtime.probe_messages import BackEndsLoaded, DevicesFound, DeviceTried, ProbeMessage, read_messages
from models.runtime.reasons import no_device, not_loaded
from models.system import child_environment, engine_command, hidden_process_flags

PATIENCE = 30.0
"""Seconds that a build may take to show what it can do. Virus scanners read every library before it is loaded."""

_LOG_LINES = 40


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
    details: str = field(default="")


def probe_all(builds: Sequence[NativeBuild], patience: float = PATIENCE) -> tuple[ProbeReport, ...]:
    """Try several builds at the same time."""
    if not builds:
        return ()
    with ThreadPoolExecutor(len(builds), thread_name_prefix="probe") as pool:
        return tuple(pool.map(lambda build: probe(build, patience), builds))


def probe(build: NativeBuild, patience: float = PATIENCE) -> ProbeReport:
    """Try one build. Never raises for what is wrong with it; takes no longer than `patience` seconds."""
    if build.problem:
        return ProbeReport(build, usable=False, reason=build.problem)
    outcome = _run(build.folder, patience)
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
        reason=_reason(outcome, loaded, found),
        details=_details(outcome, loaded, found),
    )


def _reason(outcome: _Outcome, loaded: BackEndsLoaded, found: DevicesFound) -> Text | None:
    tried = {message.device: message.problem for message in outcome.messages if isinstance(message, DeviceTried)}
    accelerators = [one for one in found.devices if one.accelerates]
    if outcome.failure:
        hanging = next((one for one in accelerators if one.name not in tried), None)
        return Text("runtime.device_fails", {"device": hanging.description}) if hanging else outcome.failure
    if wrong := next((one for one in accelerators if tried.get(one.name)), None):
        return Text("runtime.device_fails", {"device": wrong.description})
    if not found.devices:
        return Text("runtime.not_loaded")
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


def _run(folder: Path | None, patience: float) -> _Outcome:
    environment = child_environment()
    environment.pop("LLAMA_CPP_LIB_PATH", None)
    if folder is not None:
        environment["LLAMA_CPP_LIB_PATH"] = str(folder)
    try:
        process = subprocess.Popen(
            engine_command("probe"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            creationflags=hidden_process_flags(),
            start_new_session=True,
        )
    except OSError as error:
        return _Outcome(failure=Text("runtime.not_started"), details=str(error))
    late = False
    with process:
        try:
            output, errors = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            late = True
            process.kill()
            output, errors = process.communicate()
    details = "\n".join(errors.decode("utf-8", "replace").splitlines()[-_LOG_LINES:])
    if late:
        return _Outcome(read_messages(output), Text("runtime.too_slow", {"seconds": round(patience)}), details)
    if process.returncode != 0:
        return _Outcome(read_messages(output), *_ending(process.returncode, details))
    return _Outcome(read_messages(output))


def _ending(code: int, details: str) -> tuple[Text, str]:
    if code < 0 or (os.name == "nt" and code > 0xC0000000 - 1):  # ended by a signal, or Windows' own exceptions
        name = signal.Signals(-code).name if code < 0 else hex(code)
        return Text("runtime.crashes", {"signal": name}), details
    return Text("runtime.not_loaded"), details
