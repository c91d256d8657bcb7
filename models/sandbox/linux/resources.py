"""The kernel's limits on what a contained program uses."""

import math
import resource
import sys

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.values import Limits

_OWN_PROCESSES = 3
"""The program, and those in its user namespace that prepared it."""

_SIGNALS = 64


def set_limits(limits: Limits) -> None:
    """Hold this process, and all it becomes, to the limits. Processes are counted in its user namespace."""
    seconds = math.ceil(limits.seconds) + 1
    values = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: limits.disk,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NICE: 0,
        resource.RLIMIT_NOFILE: limits.files,
        resource.RLIMIT_NPROC: limits.threads + _OWN_PROCESSES,
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_SIGPENDING: _SIGNALS,
    }
    for kind, value in values.items():
        _, highest = resource.getrlimit(kind)
        bound = value if highest == resource.RLIM_INFINITY else min(value, highest)
        resource.setrlimit(kind, (bound, bound))
