"""Running a job on Linux: the supervisor is started, given the job, and waited for."""

import os
import subprocess
import sys

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

import msgspec

from models.sandbox.job import End, Ending, Job
from models.sandbox.linux.landlock import landlock_version
from models.sandbox.linux.seccomp import known_processor
from models.system import child_environment, lifeline

_PATIENCE = 20.0
"""Seconds beyond the job's own time after which the supervisor itself must have gone wrong."""

_LONGEST_DETAILS = 2_000


def run_contained(job: Job) -> Ending:
    """Run a job in namespaces of its own with Landlock, seccomp and limits, and return how it ended."""
    if not known_processor():
        return Ending(End.NOT_STARTED, step="seccomp", details=os.uname().machine)
    try:
        landlock_version()
    except OSError as error:
        return Ending(End.NOT_STARTED, step="landlock", details=str(error))
    with lifeline() as reading:
        return _supervised(job, reading)


def _supervised(job: Job, its_end: int) -> Ending:
    try:
        supervisor = subprocess.Popen(
            [sys.executable, "-P", "-m", "models.sandbox.linux", str(its_end)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            pass_fds=(its_end,),
            start_new_session=True,  # Ctrl+C in a terminal is for us to handle
        )
    except OSError as error:
        return _not_supervised(str(error))
    with supervisor:
        try:
            told, errors = supervisor.communicate(msgspec.json.encode(job), job.limits.seconds + _PATIENCE)
        except subprocess.TimeoutExpired:
            return _not_supervised("it does not answer")
        finally:
            supervisor.kill()
    try:
        return msgspec.json.decode(told, type=Ending)
    except msgspec.DecodeError:
        return _not_supervised(errors.decode(errors="replace")[-_LONGEST_DETAILS:])


def _not_supervised(details: str) -> Ending:
    return Ending(End.NOT_STARTED, step="supervisor", details=details)
