"""Which native build to use: the best that works, or the one that the user wants."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.errors import Text, UserError, user_error
from models.runtime.devices import Device, DeviceKind
from models.runtime.probe import ProbeReport

_BEST_FIRST = ("CUDA", "ROCm", "MTL", "Metal", "Vulkan")
"""How llama.cpp's names of devices begin, the fastest way to drive the same card first."""


@dataclass(frozen=True)
class PassedOver:
    """A build that was not taken, and why."""

    name: str
    reason: Text


@dataclass(frozen=True)
class Choice:
    """The build to load models with, the device to give layers to (None: the processor), and what was not taken."""

    report: ProbeReport
    device: Device | None
    passed_over: tuple[PassedOver, ...] = ()


def choose_build(reports: Sequence[ProbeReport], wanted: str | None = None) -> Choice:
    """Return the build called `wanted` where it is usable, else the best: an accelerator first, then the processor.

    Raises UserError where none of them is usable.
    """
    usable = [report for report in reports if report.usable]
    if not usable:
        raise _none_usable(reports)
    taken = next((report for report in usable if report.build.name == wanted), None) or min(usable, key=_rank)
    device = min(taken.accelerators, key=_device_rank, default=None)
    return Choice(taken, device, tuple(_passed_over(reports, taken, wanted)))


def _rank(report: ProbeReport) -> tuple[int, int, int]:
    return min(map(_device_rank, report.accelerators), default=(2, int(bool(report.reason)), 0))


def _device_rank(device: Device) -> tuple[int, int, int]:
    known = (place for place, prefix in enumerate(_BEST_FIRST) if device.name.startswith(prefix))
    return (device.kind is DeviceKind.INTEGRATED, next(known, len(_BEST_FIRST)), -device.total_bytes)


def _passed_over(reports: Sequence[ProbeReport], taken: ProbeReport, wanted: str | None) -> list[PassedOver]:
    """Say why each other build was not taken, and of the one that was, why it has no device although built for one."""
    found = [PassedOver(report.build.name, report.reason) for report in reports if report.reason]
    if wanted is not None and wanted not in {report.build.name for report in reports}:
        found.insert(0, PassedOver(wanted, Text("runtime.not_here", {"name": wanted})))
    others = (report for report in reports if report is not taken and not report.reason)
    better = Text("runtime.another_taken", {"name": taken.build.name})
    return [*found, *(PassedOver(report.build.name, better) for report in others)]


def _none_usable(reports: Sequence[ProbeReport]) -> UserError:
    lines = [f"{report.build.name}: {report.details}" for report in reports]
    return user_error("runtime.none_works", "\n".join(lines))
