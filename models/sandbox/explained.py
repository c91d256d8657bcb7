"""How a contained program ended, and why one could not be contained, in plain sentences."""

import sys
from pathlib import Path

from models.errors import Text
from models.sandbox.job import End, Ending, Job
from models.sandbox.values import Containment, Outcome, OutcomeKind

_ERROR = "error "
_SWITCHES = (
    ("kernel/apparmor_restrict_unprivileged_userns", "1"),
    ("kernel/unprivileged_userns_clone", "0"),
    ("user/max_user_namespaces", "0"),
)
"""The kernel's settings, and their values, that keep ordinary users from making user namespaces."""


def explained(job: Job, ending: Ending) -> Outcome:
    """Return the outcome of a job."""
    marks = ending.marks.decode(errors="replace").splitlines()
    error = next((mark.removeprefix(_ERROR) for mark in marks if mark.startswith(_ERROR)), "")
    kind, reason = _verdict(job, ending, done=marks[-1:] == [job.word], error=error)
    return Outcome(kind, reason, ending.output.decode(errors="replace"), error, ending.cut)


def _verdict(job: Job, ending: Ending, *, done: bool, error: str) -> tuple[OutcomeKind, Text]:
    stopped = {
        End.TIME: (OutcomeKind.TIMEOUT, Text("sandbox.outcome.timeout", {"seconds": f"{job.limits.seconds:g}"})),
        End.OUTPUT: (OutcomeKind.KILLED, Text("sandbox.outcome.output")),
        End.DISK: (OutcomeKind.KILLED, Text("sandbox.outcome.disk")),
        End.NOT_STARTED: (OutcomeKind.REFUSED, not_contained(ending).reason),
    }
    if ending.end in stopped:
        return stopped[ending.end]
    if error:
        return OutcomeKind.FAILED, Text("sandbox.outcome.error", {"error": error})
    if ending.code < 0:
        return OutcomeKind.KILLED, Text("sandbox.outcome.killed")
    if not done or ending.code:
        return OutcomeKind.FAILED, Text("sandbox.outcome.unfinished")
    return OutcomeKind.OK, Text("sandbox.outcome.ok")


def not_contained(ending: Ending) -> Containment:
    """Return why the containment of a job could not be built."""
    return Containment(available=False, reason=_why_not(ending.step), details=f"{ending.step}: {ending.details}")


def _why_not(step: str) -> Text:
    if step == "system":
        return Text("sandbox.unavailable.system")
    if step == "landlock":
        return Text("sandbox.unavailable.landlock")
    if step == "seccomp":
        return Text("sandbox.unavailable.seccomp")
    if sys.platform == "linux" and step in {"namespaces", "users", "files"} and (switch := _closed_switch()):
        return Text("sandbox.unavailable.switch", {"switch": switch})
    if step in {"namespaces", "users"}:
        return Text("sandbox.unavailable.namespaces")
    return Text("sandbox.unavailable.other")


def _closed_switch() -> str:
    """Return the kernel's setting that forbids user namespaces, empty where none does."""
    for name, forbidding in _SWITCHES:
        try:
            value = Path("/proc/sys", name).read_text("ascii").strip()
        except OSError:  # this kernel has no such setting
            continue
        if value == forbidding:
            return name.replace("/", ".")
    return ""
