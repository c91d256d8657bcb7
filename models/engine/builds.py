"""Which native build of llama.cpp the engine computes with, on which of its devices, and why on none."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.errors import Text
from models.runtime import Choice, NativeBuild, ProbeReport, choose_build, find_builds, never, probe, probe_all


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


class BestBuild:
    """The build that suits this machine best, of those in `folders`. Each is tried once. Implements `BuildChoice`."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._lock = threading.Lock()
        self._reports: dict[Path | None, ProbeReport] = {}

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
        new = [build for build in builds if build.folder not in self._reports]
        reports = (probe(new[0], stopped=stopped),) if len(new) == 1 else probe_all(new, stopped=stopped)
        self._reports.update({report.build.folder: report for report in reports})
        return tuple(self._reports[build.folder] for build in builds)


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
