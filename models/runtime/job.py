"""A short job of the engine's program in a process of its own, which may crash or hang, or be given up."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.system import hidden_process_flags, lifeline

_LOOK_EVERY = 0.1  # seconds


class JobStoppedError(Exception):
    """Nobody wants to know any more what a job would have found out."""


@dataclass(frozen=True)
class JobEnd:
    """What a job wrote on its standard output and its standard error, and how it ended.

    `code` is its exit code, negative for a signal; None: it took too long and was killed.
    """

    output: bytes
    errors: bytes
    code: int | None


def never() -> bool:
    """Say that nothing is to be stopped."""
    return False


def run_job(
    command: Sequence[str], environment: Mapping[str, str], *, patience: float, stopped: Callable[[], bool] = never
) -> JobEnd:
    """Run a job for `patience` seconds at most. Its standard input ends when this program does, however that ends.

    Raises JobStoppedError soon after `stopped` says so, OSError where the job cannot be started.
    """
    with lifeline() as its_end:
        process = subprocess.Popen(
            command,
            stdin=its_end,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            creationflags=hidden_process_flags(),
            start_new_session=True,  # Ctrl+C in a terminal is for us to handle
        )
        with process:
            try:
                return _ended(process, time.monotonic() + patience, stopped)
            finally:
                process.kill()


def _ended(process: "subprocess.Popen[bytes]", until: float, stopped: Callable[[], bool]) -> JobEnd:
    while True:
        if stopped():
            raise JobStoppedError
        try:
            output, errors = process.communicate(timeout=max(0.0, min(_LOOK_EVERY, until - time.monotonic())))
        except subprocess.TimeoutExpired:
            if time.monotonic() < until:
                continue
            process.kill()
            return JobEnd(*process.communicate(), code=None)
        return JobEnd(output, errors, process.returncode)
