"""What generated code might use, kill or pretend: each tried, contained, and told in a plain sentence."""

import os
import sys
import threading

import psutil
import pytest

from models.sandbox import Limits, OutcomeKind, PythonRunner
from tests.sandbox.linux.runners import PLANTED
from tests.support import left_over

assert sys.platform == "linux"  # tells the type checker

CALL = "import ctypes\ncall = ctypes.CDLL(None, use_errno=True).syscall\n"


@pytest.mark.parametrize("stream", ["sys.stdout", "sys.stderr"])
def test_a_gigabyte_is_not_printed(run: PythonRunner, limits: Limits, stream: str) -> None:
    code = f"import sys\nfor _ in range(1 << 14):\n    print('x' * (1 << 16), file={stream})"
    outcome = run(code, limits=limits)
    assert (outcome.kind, outcome.reason.id) == (OutcomeKind.KILLED, "sandbox.outcome.output")
    assert (len(outcome.output), outcome.cut) == (limits.output, True)


@pytest.mark.parametrize("whom", ["os.getppid()", "1", "-1", "{0}", "{1}"])
def test_nobody_else_is_killed(run: PythonRunner, whom: str) -> None:
    target = whom.format(os.getpid(), os.getppid())
    code = f"import os, signal\nfor one in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):\n    os.kill({target}, one)"
    assert run(code).kind in {OutcomeKind.FAILED, OutcomeKind.OK}  # the first process inside does not hear it
    assert run("print('next')").output == "next\n"


def test_the_group_of_the_caller_is_another_one(run: PythonRunner) -> None:
    outcome = run("import os, signal\nos.killpg(0, signal.SIGKILL)")
    assert (outcome.kind, outcome.reason.id) == (OutcomeKind.KILLED, "sandbox.outcome.killed")


DEAF = """
import signal, time
for one in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(one, signal.SIG_IGN)
while True:
    time.sleep(1)
"""
CLOSED = "import os, time\nos.closerange(0, 64)\ntime.sleep(1000)"
ODD = """
import time
class Odd(Exception):
    def __str__(self):
        time.sleep(1000)
raise Odd
"""


@pytest.mark.parametrize(
    "code",
    [
        "while True:\n    pass",
        "import time\ntime.sleep(1000)",
        DEAF,
        CLOSED,
        "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        "import threading\nthreading.Thread(target=threading.Event().wait).start()",
        ODD,
    ],
    ids=["loop", "sleep", "deaf", "closed", "backtracking", "stopped", "thread", "odd"],
)
def test_what_never_returns_is_ended(run: PythonRunner, code: str) -> None:
    outcome = run(code, limits=Limits(seconds=1))
    assert (outcome.kind, outcome.reason.fields) == (OutcomeKind.TIMEOUT, {"seconds": "1"})


@pytest.mark.parametrize(
    "code",
    [
        "kept = []\nwhile True:\n    kept.append(bytearray(1 << 20))",
        "import mmap\nkept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 1 << 24))",
        "import os\nos.memfd_create('kept')",
        f"{CALL}if call(29, 0, 1 << 20, 0o1600) == -1:\n    raise OSError",
    ],
    ids=["heap", "shared", "file", "segment"],
)
def test_memory_is_bounded(run: PythonRunner, limits: Limits, code: str) -> None:
    outcome = run(code, limits=limits)
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error.partition(":")[0] in {"MemoryError", "OSError", "PermissionError"}


def test_open_files_are_few(run: PythonRunner, limits: Limits) -> None:
    outcome = run("kept = []\nwhile True:\n    kept.append(open('/dev/null'))", limits=limits)
    assert outcome.error.startswith("OSError: [Errno 24]")


@pytest.mark.parametrize(
    "call",
    [
        "libc.ptrace(16, 1, 0, 0)",
        "libc.process_vm_readv(1, 0, 0, 0, 0, 0)",
        "libc.unshare(0x10000000)",
        "libc.mount(b'none', b'.', b'tmpfs', 0, None)",
        "libc.umount2(b'.', 2)",
        "libc.chroot(b'.')",
        "libc.setns(0, 0)",
        "libc.syscall(425, 8, 0)",
        "libc.syscall(435, 0, 0)",
        "libc.syscall(0x40000000 + 57)",
        "libc.personality(0x0004000)",
        "libc.setresuid(0, 0, 0)",
        "libc.prctl(24, 0, 0, 0, 0)",
        "libc.sethostname(b'x', 1)",
        "libc.mlock(libc.environ, 4096)",
        "libc.nice(-10)",
    ],
)
def test_the_kernel_refuses_what_python_does_without(run: PythonRunner, call: str) -> None:
    code = f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
assert {call} == -1
assert ctypes.get_errno() in (1, 22, 38)
"""
    assert run(code).passed, call


def test_limits_cannot_be_lifted(run: PythonRunner) -> None:
    code = """
import resource
for name in ("AS", "NPROC", "FSIZE", "NOFILE", "CPU"):
    kind = getattr(resource, f"RLIMIT_{name}")
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
    else:
        print(name)
"""
    assert run(code).output == ""


def test_no_secret_of_the_environment_is_passed_on(run: PythonRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPERA_PLANTED", PLANTED)
    outcome = run("import os\nprint(dict(os.environ))")
    assert outcome.passed
    assert PLANTED not in outcome.output


@pytest.mark.parametrize(
    "code", ["import ctypes\nctypes.string_at(0)", "import os\nos.abort()", "import os\nos.kill(os.getpid(), 9)"]
)
def test_a_crash_is_told(run: PythonRunner, code: str) -> None:
    outcome = run(code)
    assert (outcome.kind, outcome.reason.id) == (OutcomeKind.KILLED, "sandbox.outcome.killed")


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos._exit(0)",
        "import os\nos.close(3)",
        "import os\nos.write(3, b'done')\nos._exit(0)",
        "import sys\nsys.settrace(lambda *_: sys.exit(0))\n(lambda: 1)()",
    ],
)
def test_an_early_end_does_not_pass(run: PythonRunner, code: str) -> None:
    assert run(code, tests="assert False").kind is OutcomeKind.FAILED


def test_nothing_is_left_behind(run: PythonRunner) -> None:
    before = _supervisors()
    run("import threading, time\nthreading.Thread(target=time.sleep, args=(100,), daemon=True).start()", tests="pass")
    run("while True:\n    pass", limits=Limits(seconds=1))
    assert left_over.new(_supervisors, before) == frozenset()


def _supervisors() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_many_at_a_time_do_not_mix(run: PythonRunner) -> None:
    told: dict[int, str] = {}

    def ask(number: int) -> None:
        told[number] = run(f"print({number})").output

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {number: f"{number}\n" for number in range(4)}
