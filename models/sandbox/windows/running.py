"""Running a job on Windows: walls are built, the program is started within, read with a bound, and ended."""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

import ctypes
import msvcrt
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ctypes import wintypes
from pathlib import Path

from models.sandbox.inside import CODE_FILE, TESTS_FILE
from models.sandbox.job import End, Ending, Job
from models.sandbox.kept_output import KeptOutput
from models.sandbox.windows.app_container import container_identity, work_folder
from models.sandbox.windows.calls import StepError, kernel
from models.sandbox.windows.job_object import job_object
from models.sandbox.windows.starting import Streams, Walls, started
from models.sandbox.windows.token import restricted_token

_GIVEN_FILE = "given.txt"
_LONGEST_MARKS = 8_192
_CHUNK = 1 << 16
_LOOK_EVERY = 50  # milliseconds
_STILL_RUNNING = 0x102


def run_contained(job: Job) -> Ending:
    """Run a job in an app container and a job object, and return how it ended."""
    try:
        with container_identity() as identity, work_folder(identity) as folder, restricted_token() as token:
            return _run(job, folder, token, identity)
    except StepError as error:
        return Ending(End.NOT_STARTED, step=error.step, details=str(error.error))


def _run(job: Job, folder: Path, token: wintypes.HANDLE, identity: int) -> Ending:
    for name, text in ((CODE_FILE, job.code), (TESTS_FILE, job.tests), (_GIVEN_FILE, job.given)):
        (folder / name).write_text(text, "utf-8", newline="")
    output, marks = KeptOutput(job.limits.output), KeptOutput(_LONGEST_MARKS)
    with ExitStack() as readers, job_object(job.limits) as walls:
        with ExitStack() as ours:  # the program's ends of the pipes: closed here once it has them
            streams = Streams(
                ours.enter_context(_opened(folder / _GIVEN_FILE)),
                ours.enter_context(_read_into(output, readers)),
                ours.enter_context(_read_into(marks, readers)),
            )
            command = [*job.interpreter.command, job.word, str(streams.marks)]
            process = readers.enter_context(started(command, folder, Walls(token, walls, identity), streams))
        end, code = _watched(process, job, folder, output)
        kernel.TerminateJobObject(walls, 1)
    return Ending(end, code, output.kept, output.cut, marks.kept)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Give a handle for reading a file that a child can inherit."""
    with path.open("rb") as file:
        handle = msvcrt.get_osfhandle(file.fileno())
        os.set_handle_inheritable(handle, True)  # noqa: FBT003 - its only way of being called
        yield handle


@contextmanager
def _read_into(kept: KeptOutput, readers: ExitStack) -> Iterator[int]:
    """Give a handle for writing into a pipe that a thread reads; `readers` waits for the thread."""
    reading, writing = os.pipe()
    reader = threading.Thread(target=_read, args=(reading, kept), name="sandbox-output", daemon=True)
    reader.start()
    readers.callback(reader.join)
    try:
        handle = msvcrt.get_osfhandle(writing)
        os.set_handle_inheritable(handle, True)  # noqa: FBT003 - its only way of being called
        yield handle
    finally:
        os.close(writing)


def _read(source: int, kept: KeptOutput) -> None:
    with os.fdopen(source, "rb", buffering=0) as pipe:
        while read := pipe.read(_CHUNK):
            kept.add(read)


def _watched(process: wintypes.HANDLE, job: Job, folder: Path, output: KeptOutput) -> tuple[End, int]:
    """Wait until a program ends or has to be ended; return why it does not run any more, and its exit code."""
    until = time.monotonic() + job.limits.seconds
    while kernel.WaitForSingleObject(process, _LOOK_EVERY) == _STILL_RUNNING:
        if time.monotonic() >= until:
            return End.TIME, 0
        if output.overflows:
            return End.OUTPUT, 0
        if _size(folder) > job.limits.disk:
            return End.DISK, 0
    code = wintypes.DWORD()
    kernel.GetExitCodeProcess(process, ctypes.byref(code))
    return End.ENDED, ctypes.c_int32(code.value).value  # a crash is a negative number


def _size(folder: Path) -> int:
    """Return how many bytes the files of a folder hold, as far as they can be looked at."""
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                size += Path(place, name).lstat().st_size
            except OSError:  # it is being written, or is gone
                continue
    return size
