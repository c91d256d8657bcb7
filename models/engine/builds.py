"""Which native build of llama.cpp the engine computes with, on which of its devices, and why on none."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.errors import Text
from models.runtime import Choice, NativeBuild, ProbeReport, choose_build, find_builds, never, probe, probe_all

_ANOTHER_CHANCE = 60.0
"""Seconds after which a build is tried again that did not have all it was built for: a device may have been full, a
virus scanner slow, a driver being installed. Twice as long after each further time: a driver that hangs costs half a
minute."""


@dataclass(frozen=True)
class ChosenBuild:
    """A native build to compute with.

    `device` is the name of its best device. Where there is none, `tried` says whether that is because none of them
    computes rightly; else it is for the engine to find out. `reason` says why it has none: where it has a field
    `build`, it is what is wrong with the build of that name. `refused` is the name of a build that was wanted and does
    not work.
    """

    build: NativeBuild
    device: str | None = None
    reason: Text | None = None
    refused: str | None = None
    tried: bool = False


class BuildChoice(Protocol):
    """What chooses a native build."""

    def chosen(self, wanted: str | None, *, stopped: Callable[[], bool] = never) -> ChosenBuild:
        """Return the build to use, the one named `wanted` where that works. Raises UserError where none does.

        May take seconds; raises JobStoppedError soon after `stopped` says so.
        """


@dataclass(frozen=True)
class FixedBuild:
    """Always the build in one folder. Implements `BuildChoice`."""

    folder: Path

    def chosen(self, wanted: str | None, *, stopped: Callable[[], bool] = never) -> ChosenBuild:
        """Return that build."""
        del wanted, stopped
        return ChosenBuild(NativeBuild(self.folder.name, self.folder))


@dataclass(frozen=True)
class _Tried:
    """What came of trying a build, and until when that is believed; `believed` is for how long, in seconds."""

    report: ProbeReport
    until: float
    believed: float


class BestBuild:
    """The build that suits this machine best, of those in `folders`. Implements `BuildChoice`.

    Each is tried once, or again after a minute and more where something was wrong, and at once where it is another one
    now.
    """

    def __init__(self, folders: Sequence[Path], clock: Callable[[], float] = time.monotonic) -> None:
        self._folders = tuple(folders)
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[Path | None, _Tried] = {}

    def chosen(self, wanted: str | None, *, stopped: Callable[[], bool] = never) -> ChosenBuild:
        """Return the build."""
        builds = find_builds(self._folders)
        if len(builds) == 1 and wanted in {None, builds[0].name} and builds[0].folder is None:
            # Nothing to choose from, and nothing to be said against it that its process would not say itself.
            return ChosenBuild(builds[0], reason=Text("engine.on_cpu.no_build"))
        with self._lock:
            named = [build for build in builds if build.name == wanted]
            tried = self._tried(named, stopped)
            if not any(report.usable for report in tried):
                tried = self._tried(builds, stopped)
        choice = choose_build(tried, wanted)
        return _chosen(choice, wanted)

    def _tried(self, builds: Sequence[NativeBuild], stopped: Callable[[], bool]) -> tuple[ProbeReport, ...]:
        new = [build for build in builds if not self._is_known(build)]
        reports = (probe(new[0], stopped=stopped),) if len(new) == 1 else probe_all(new, stopped=stopped)
        for report in reports:
            self._note(report)
        return tuple(self._known[build.folder].report for build in builds)

    def _note(self, report: ProbeReport) -> None:
        before = self._known.get(report.build.folder)
        same = before is not None and before.report.build == report.build
        believed = 2 * before.believed if before is not None and same else _ANOTHER_CHANCE
        until = float("inf") if report.reason is None else self._clock() + believed
        self._known[report.build.folder] = _Tried(report, until, believed)

    def _is_known(self, build: NativeBuild) -> bool:
        known = self._known.get(build.folder)
        return known is not None and known.report.build == build and self._clock() < known.until


def _chosen(choice: Choice, wanted: str | None) -> ChosenBuild:
    report = choice.report
    refused = wanted if wanted != report.build.name else None
    device = choice.device.name if choice.device is not None else None
    return ChosenBuild(report.build, device, None if device else _reason(choice, wanted), refused, tried=True)


def _reason(choice: Choice, wanted: str | None) -> Text:
    """Return why a build was chosen that has no device but the processor."""
    taken = choice.report
    if taken.reason is not None:
        return _about(taken.build.name, taken.reason)
    if wanted == taken.build.name:
        return Text("engine.on_cpu.chosen")
    for other in choice.passed_over:
        if other.reason.id not in {"runtime.another_taken", "runtime.not_here"}:
            return _about(other.name, other.reason)
    return Text("engine.on_cpu.no_build")


def _about(build: str, reason: Text) -> Text:
    return Text(reason.id, {**reason.fields, "build": build})
