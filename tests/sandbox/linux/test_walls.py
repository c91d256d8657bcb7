"""Parts of the containment on Linux: what is left when its owner dies, its filter, and why it is not available."""

import errno
import os
import resource
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

assert sys.platform == "linux"  # tells the type checker

import psutil
import pytest

from models.sandbox import explained as explaining
from models.sandbox.interpreter import own_interpreter
from models.sandbox.job import End, Interpreter, Job
from models.sandbox.linux import run_contained
from models.sandbox.linux.seccomp import filter_program
from tests.sandbox.linux.runners import ROOT

ALLOW, KILL = 0x7FFF0000, 0x80000000
ENOSYS, EPERM = 0x00050000 | errno.ENOSYS, 0x00050000 | errno.EPERM
X86, ARM = 0xC000003E, 0xC00000B7


def job(code: str) -> Job:
    interpreter = own_interpreter()
    assert interpreter is not None
    return Job(code, interpreter)


@pytest.mark.parametrize("victim", ["caller", "supervisor"])
def test_a_killed_owner_takes_all_with_it(victim: str) -> None:
    program = "from models.sandbox import run_python\nrun_python('import time\\nprint(1)\\ntime.sleep(60)')"
    with subprocess.Popen([sys.executable, "-P", "-c", program], env=dict(os.environ, PYTHONPATH=str(ROOT))) as caller:
        owner = psutil.Process(caller.pid)
        inside = _sleepers(owner)
        supervisor, *_ = owner.children()
        os.kill(supervisor.pid if victim == "supervisor" else caller.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs([supervisor, *inside], timeout=60)
        caller.kill()
    assert alive == []


def _sleepers(owner: psutil.Process) -> list[psutil.Process]:
    """Wait until the contained program runs; return it and the processes around it."""
    for _ in range(600):
        found = owner.children(recursive=True)
        if any({"-c", "-I"} <= set(_command_line(one)) for one in found):
            return found
        time.sleep(0.1)
    raise AssertionError("the program was never started")


def _command_line(process: psutil.Process) -> list[str]:
    """Return the words of a command; none of a process that has ended in the meantime."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def test_a_supervisor_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    ending = run_contained(job("pass"))
    assert (ending.end, ending.step) == (End.NOT_STARTED, "supervisor")


def test_a_python_that_is_not_there_is_told() -> None:
    ending = run_contained(Job("pass", Interpreter(("/nonexistent/python",), ())))
    assert (ending.end, ending.step) == (End.NOT_STARTED, "interpreter")


def test_the_kernels_closed_switch_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    value = Path("/proc/sys/kernel/ostype").read_text("ascii").strip()
    monkeypatch.setattr(explaining, "_SWITCHES", (("kernel/no_such_setting", "1"), ("kernel/ostype", value)))
    reason = explaining.not_contained(run_contained(job("pass"))).reason
    assert reason.id == "sandbox.unavailable.other"  # nothing failed, so no switch is to blame
    assert explaining._why_not("namespaces").fields == {"switch": "kernel.ostype"}


def test_limits_of_the_caller_that_are_lower_stay() -> None:
    program = (
        "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))\n"
        "from models.sandbox import run_python\n"
        "print(run_python('import resource\\nprint(resource.getrlimit(resource.RLIMIT_NOFILE))').output)"
    )
    told = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "(32, 32)"
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 32


def judged(machine: str, architecture: int, number: int, argument: int = 0) -> int:
    """Return what the filter says to a system call, by running its program as the kernel does."""
    program = list(struct.iter_unpack("=HBBI", filter_program(machine)))
    data = {0: number, 4: architecture, 16: argument}
    at, loaded = 0, 0
    while True:
        code, if_true, if_false, value = program[at]
        at += 1
        if code == 0x06:
            return int(value)
        if code == 0x20:
            loaded = data[value]
            continue
        holds = {0x15: loaded == value, 0x25: loaded > value, 0x45: bool(loaded & value)}[code]
        at += if_true if holds else if_false


@pytest.mark.parametrize(
    ("machine", "architecture", "clone", "read", "socket", "ptrace"),
    [("x86_64", X86, 56, 0, 41, 101), ("aarch64", ARM, 220, 63, 198, 117)],
)
def test_the_filter_judges_as_meant(
    machine: str, architecture: int, clone: int, read: int, socket: int, ptrace: int
) -> None:
    assert judged(machine, architecture, read) == ALLOW
    assert judged(machine, architecture, socket) == EPERM
    assert judged(machine, architecture, ptrace) == EPERM
    assert judged(machine, architecture, clone, 0x003D0F00) == ALLOW  # a thread
    assert judged(machine, architecture, clone, 17) == EPERM  # a process
    assert judged(machine, architecture, 435) == ENOSYS
    assert judged(machine, architecture, 0x40000000 + read) == ENOSYS
    assert judged(machine, 0x40000003, read) == KILL  # 32 bits: other numbers
