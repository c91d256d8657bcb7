"""The supervisor as a program: a job comes on standard input, its ending goes to standard output.

Its argument is the descriptor of a pipe that stays open as long as somebody waits for the ending.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

import msgspec

from models.sandbox.job import Job
from models.sandbox.linux.supervisor import supervise

_KINDNESS = 5
_FIRST_TO_GO = "1000"


def main() -> None:
    """Read one job, run it, and write its ending."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # inherited by the first process, which nobody inside shall interrupt
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    os.nice(_KINDNESS)
    with suppress(OSError):  # some containers do not let that be said
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO)  # where memory runs out, this is what can be spared
    ending = supervise(job, int(sys.argv[1]))
    if ending is not None:
        sys.stdout.buffer.write(msgspec.json.encode(ending))


main()
