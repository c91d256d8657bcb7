"""The first process of the new namespaces: it builds what the program sees, starts it, and ends everything with it."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.inside import CODE_FILE, TESTS_FILE
from models.sandbox.job import MARK_FILE, Job
from models.sandbox.linux.calls import (
    CLONE_NEWCGROUP,
    CLONE_NEWIPC,
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    PR_SET_PDEATHSIG,
    control_process,
    leave_namespaces,
)
from models.sandbox.linux.identity import give_up_rights, program_owner
from models.sandbox.linux.landlock import restrict_files
from models.sandbox.linux.lines import Lines
from models.sandbox.linux.new_root import DEVICES, WORK, build_root, readable_paths
from models.sandbox.linux.resources import set_limits
from models.sandbox.linux.seccomp import refuse_system_calls

_GIVEN_FILE = "given.txt"
_ENVIRONMENT = {"HOME": WORK, "TMPDIR": WORK, "PATH": "/", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
_ALL_NAMESPACES = (
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP
)


def enter_namespaces(job: Job, lines: Lines) -> NoReturn:
    """Be the process between the supervisor and the new namespaces: make these, start their first process, wait."""
    lines.keep_builders_ends()
    control_process(PR_SET_PDEATHSIG, signal.SIGKILL)
    _step(lines, "namespaces", lambda: leave_namespaces(_ALL_NAMESPACES))
    lines.tell("namespaces")
    lines.wait()  # until the supervisor has said who is who inside
    first = os.fork()
    if first == 0:
        _be_first(job, lines)
    lines.tell(f"first {first}")
    os.waitpid(first, 0)
    os._exit(0)


def _be_first(job: Job, lines: Lines) -> NoReturn:
    control_process(PR_SET_PDEATHSIG, signal.SIGKILL)
    lines.wait()  # from here on the supervisor knows whom to end
    _step(lines, "files", lambda: _prepare_files(job))
    program = os.fork()
    if program == 0:
        _become_program(job, lines)
    while True:
        ended, status = os.wait()
        if ended == program:
            break
    lines.tell(f"ended {os.waitstatus_to_exitcode(status)}")
    os._exit(0)  # with the first process its namespace ends, and whatever is left in it


def _prepare_files(job: Job) -> None:
    owner = program_owner()
    build_root(job.interpreter.readable, disk=job.limits.disk, owner=owner)
    os.chdir(WORK)
    for name, text in ((CODE_FILE, job.code), (TESTS_FILE, job.tests), (_GIVEN_FILE, job.given)):
        Path(name).write_text(text, "utf-8", newline="")
        os.chown(name, *owner)


def _become_program(job: Job, lines: Lines) -> NoReturn:
    _step(lines, "descriptors", lambda: _arrange_descriptors(lines))
    _step(lines, "limits", lambda: set_limits(job.limits))
    _step(lines, "rights", give_up_rights)
    control_process(PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user has taken it back
    _step(lines, "landlock", lambda: restrict_files(readable_paths(job.interpreter.readable), (WORK,), DEVICES))
    environment = dict(_ENVIRONMENT)
    if job.interpreter.libraries:
        environment["LD_LIBRARY_PATH"] = job.interpreter.libraries
    command = [*job.interpreter.command, job.word]
    _step(lines, "seccomp", refuse_system_calls)
    _step(lines, "interpreter", lambda: os.execve(command[0], command, environment))  # noqa: S606 - no shell is wanted
    os._exit(1)


def _arrange_descriptors(lines: Lines) -> None:
    """Give the program its standard streams and the pipe for marks; all others close when Python starts."""
    os.setsid()
    given = os.open(_GIVEN_FILE, os.O_RDONLY)
    os.dup2(given, 0)
    os.dup2(lines.output.writing, 1)
    os.dup2(lines.output.writing, 2)
    os.dup2(lines.marks.writing, MARK_FILE)


def _step(lines: Lines, name: str, act: Callable[[], object]) -> None:
    """Do one step of building the containment; where it fails, tell which and why, and go no further."""
    try:
        act()
    except (OSError, ValueError) as error:
        lines.tell(f"failed {name} {error}")
        os._exit(1)
