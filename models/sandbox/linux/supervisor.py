"""The process outside: it lets the containment be built, reads with a bound, holds to the time, and ends everything."""

import os
import selectors
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.job import End, Ending, Job
from models.sandbox.kept_output import KeptOutput
from models.sandbox.linux.first_process import enter_namespaces
from models.sandbox.linux.identity import write_maps
from models.sandbox.linux.lines import Lines, new_lines

_CHUNK = 1 << 16
_LONGEST_MARKS = 8_192
_KILLED = -int(signal.SIGKILL)


def supervise(job: Job, lifeline: int) -> Ending | None:
    """Run a job to its end and leave nothing behind. None: the one who asked is gone (`lifeline` has closed)."""
    lines = new_lines()
    builder = os.fork()
    if builder == 0:
        try:
            enter_namespaces(job, lines)
        finally:
            os._exit(1)  # whatever went wrong, a fork does not go on as the supervisor
    lines.keep_supervisors_ends()
    return _Run(job, lines, builder).watched(lifeline)


@dataclass
class _Run:
    """A job that runs."""

    job: Job
    lines: Lines
    builder: int
    end: End | None = None
    code: int | None = None
    failed: tuple[str, str] = ("", "")
    first: int | None = None
    output: KeptOutput = field(init=False)
    marks: KeptOutput = field(init=False)
    _told: bytes = b""

    def __post_init__(self) -> None:
        self.output = KeptOutput(self.job.limits.output)
        self.marks = KeptOutput(_LONGEST_MARKS)

    def watched(self, lifeline: int) -> Ending | None:
        """Watch it until it ends or has to be ended."""
        until = time.monotonic() + self.job.limits.seconds
        ended = os.pidfd_open(self.builder)
        with selectors.DefaultSelector() as selector:
            for source, act in (
                (self.lines.told.reading, self._hear),
                (self.lines.output.reading, partial(self._keep, self.output)),
                (self.lines.marks.reading, partial(self._keep, self.marks)),
            ):
                os.set_blocking(source, False)
                selector.register(source, selectors.EVENT_READ, act)
            selector.register(ended, selectors.EVENT_READ)
            selector.register(lifeline, selectors.EVENT_READ)
            try:
                while self.end is None:
                    if (left := until - time.monotonic()) <= 0:
                        self.end = End.TIME
                    else:
                        self._look(selector, left, ended=ended, lifeline=lifeline)
            finally:
                self._end_all()
                os.close(ended)
        self._keep_the_rest()
        return None if self.end is End.UNHEARD else self._ending()

    def _look(self, selector: selectors.BaseSelector, patience: float, *, ended: int, lifeline: int) -> None:
        for key, _ in selector.select(patience):
            if key.fd == ended:
                self.end = self.end or End.ENDED
            elif key.fd == lifeline:
                self.end = End.UNHEARD
            elif not key.data(key.fd):
                selector.unregister(key.fd)

    def _keep(self, kept: KeptOutput, source: int) -> bool:
        """Keep what there is to read, once; say whether there may be more."""
        try:
            read = os.read(source, _CHUNK)
        except BlockingIOError:
            return True
        kept.add(read)
        if self.output.overflows:
            self.end = End.OUTPUT
        return bool(read)

    def _hear(self, source: int) -> bool:
        try:
            read = os.read(source, _CHUNK)
        except BlockingIOError:
            return True
        *lines, self._told = (self._told + read).split(b"\n")
        for line in lines:
            self._act_on(line.decode(errors="replace"))
        return bool(read)

    def _act_on(self, line: str) -> None:
        what, _, rest = line.partition(" ")
        if what == "namespaces":
            try:
                write_maps(self.builder)
            except OSError as error:
                self._give_up("users", str(error))
            else:
                self._let_go_on()
        elif what == "first":
            self.first = os.pidfd_open(int(rest))
            self._let_go_on()
        elif what == "failed":
            step, _, why = rest.partition(" ")
            self._give_up(step, why)
        elif what == "ended":
            self.code = int(rest)

    def _let_go_on(self) -> None:
        os.write(self.lines.go.writing, b".")

    def _give_up(self, step: str, why: str) -> None:
        self.end = End.NOT_STARTED
        self.failed = (step, why)

    def _end_all(self) -> None:
        """End the first process, with which all others of its namespace end, and wait until they are gone."""
        if self.first is None:
            os.kill(self.builder, signal.SIGKILL)
        else:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.first, signal.SIGKILL)
            os.close(self.first)
        os.waitpid(self.builder, 0)

    def _keep_the_rest(self) -> None:
        for kept, source in ((self.output, self.lines.output.reading), (self.marks, self.lines.marks.reading)):
            while not kept.overflows and self._more(kept, source):
                pass

    def _more(self, kept: KeptOutput, source: int) -> bool:
        """Keep what is left; nobody writes any more, so that nothing to read means the end."""
        read = os.read(source, _CHUNK)
        kept.add(read)
        return bool(read)

    def _ending(self) -> Ending:
        step, details = self.failed
        return Ending(
            end=self.end or End.ENDED,
            code=_KILLED if self.code is None else self.code,
            output=self.output.kept,
            cut=self.output.cut,
            marks=self.marks.kept,
            step=step,
            details=details,
        )
