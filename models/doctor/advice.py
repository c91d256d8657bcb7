"""What to install or to do about what is missing. What is broken says so itself, where it stands in the report."""

from collections.abc import Iterator

from models.doctor.report import Report
from models.texts import Phrasebook, shown_size

_LITTLE_SPACE = 2 << 30


def advice(report: Report, say: Phrasebook) -> Iterator[str]:
    """Yield a sentence for each thing that is missing, the gravest first."""
    if report.engine.problem is not None:
        yield say("doctor.advice.engine")
    if not any(model.problem is None for model in report.models):
        yield say("doctor.advice.models")
    if report.window is None:
        yield say("doctor.advice.window")
    free = report.disk.free
    if free is not None and free < _LITTLE_SPACE:
        yield say("doctor.advice.disk", folder=report.home, free=shown_size(free))
    if not any(device.accelerates for build in report.builds for device in build.devices):
        yield say("doctor.advice.build" if len(report.builds) == 1 else "doctor.advice.card")
