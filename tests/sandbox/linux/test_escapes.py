"""What generated code might do to this machine: each tried, contained, and told in a plain sentence."""

import os
import socket
import sys
from pathlib import Path

import pytest

from models.sandbox import Limits, OutcomeKind, PythonRunner
from tests.sandbox.linux.runners import PLANTED

assert sys.platform == "linux"  # tells the type checker

REFUSED = {"PermissionError", "OSError", "FileNotFoundError"}
CALL = "import ctypes\ncall = ctypes.CDLL(None, use_errno=True).syscall\n"

FORK_BOMB = "import os\nwhile True:\n    os.fork()"
RAW_FORK = f"{CALL}import os\nassert call(56 if os.uname().machine == 'x86_64' else 220, 17, 0, 0, 0, 0) == -1"
CHILD = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'while True: pass'])"
SPAWN = "import os, sys\nos.posix_spawn(sys.executable, [sys.executable, '-c', ''], {})"
POOL = "from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor(2).submit(abs, -1).result()"


@pytest.mark.parametrize("code", [FORK_BOMB, CHILD, SPAWN, POOL], ids=["bomb", "child", "spawn", "pool"])
def test_processes_cannot_be_made(run: PythonRunner, code: str) -> None:
    outcome = run(code)
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.reason.id == "sandbox.outcome.error"
    assert outcome.error.partition(":")[0] in REFUSED


def test_processes_cannot_be_made_behind_pythons_back(run: PythonRunner) -> None:
    assert run(RAW_FORK).passed


def test_threads_are_few(run: PythonRunner, limits: Limits) -> None:
    code = (
        "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(100,), daemon=True).start()"
    )
    outcome = run(code, limits=limits)
    assert (outcome.kind, outcome.error) == (OutcomeKind.FAILED, "RuntimeError: can't start new thread")


def test_a_single_file_does_not_fill_the_disk(run: PythonRunner, limits: Limits) -> None:
    outcome = run("with open('big', 'wb') as file:\n    while True:\n        file.write(bytes(1 << 16))", limits=limits)
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error.startswith("OSError: ")


def test_many_files_do_not_fill_the_disk(run: PythonRunner, limits: Limits) -> None:
    code = """
import itertools, os
try:
    for number in itertools.count():
        with open(f"{number}", "wb") as file:
            file.write(bytes(1 << 18))
except OSError as error:
    print(sum(os.path.getsize(name) for name in os.listdir()))
"""
    outcome = run(code, limits=limits)
    assert outcome.passed
    assert int(outcome.output) <= limits.disk


def test_empty_files_are_counted_too(run: PythonRunner, limits: Limits) -> None:
    outcome = run("for number in range(1_000_000):\n    open(f'{number}', 'w').close()", limits=limits)
    assert outcome.error.startswith("OSError: [Errno 28]")


def test_the_home_is_not_there_to_be_deleted(run: PythonRunner, home: Path) -> None:
    code = f"""
import os, shutil
shutil.rmtree(os.path.expanduser("~"), ignore_errors=True)
shutil.rmtree({str(home)!r}, ignore_errors=True)
shutil.rmtree("/", ignore_errors=True)
assert not os.path.exists({str(home)!r})
"""
    assert run(code).passed
    assert (home / "secret.txt").read_text() == PLANTED


@pytest.mark.parametrize(
    "read", ["open({0!r}).read()", "__import__('os').stat({0!r})", "__import__('os').listdir({1!r})"]
)
def test_what_the_user_has_cannot_be_read(run: PythonRunner, home: Path, read: str) -> None:
    outcome = run(read.format(str(home / "secret.txt"), str(home)))
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error.partition(":")[0] in REFUSED
    assert PLANTED not in outcome.output


@pytest.mark.parametrize("name", ["/etc/passwd", "/etc/shadow", "/proc/1/environ", "/proc/self/mounts", "/sys/kernel"])
def test_what_the_system_has_cannot_be_read(run: PythonRunner, name: str) -> None:
    outcome = run(f"import os\nos.listdir({name!r}) if os.path.isdir({name!r}) else open({name!r}).read()")
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error.partition(":")[0] in REFUSED


def test_nothing_is_written_outside(run: PythonRunner, home: Path) -> None:
    places = [f"{folder}/tempera-escape" for folder in (home, "", "/tmp", "/dev/shm", Path(os.__file__).parent)]  # noqa: S108
    code = f"""
for place in {places!r}:
    try:
        open(place, "x").close()
    except OSError:
        pass
    else:
        print(place)
"""
    assert run(code).output == ""
    assert sorted(home.iterdir()) == [home / "secret.txt"]
    assert not any(Path(place).exists() for place in places)


def test_links_lead_nowhere(run: PythonRunner, home: Path) -> None:
    secret = home / "secret.txt"
    code = f"""
import os
os.symlink({str(secret)!r}, "link")
os.symlink("/proc/1/root", "root")
for name in ("link", "root{secret}", "../../..{secret}"):
    try:
        print(open(name).read())
    except OSError:
        pass
os.link({str(secret)!r}, "hard")
"""
    outcome = run(code)
    assert PLANTED not in outcome.output
    assert outcome.error.partition(":")[0] in REFUSED


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('127.0.0.1', {port}), timeout=5)",
        "socket.create_connection(('192.0.2.1', 80), timeout=5)",
        "socket.create_server(('127.0.0.1', 0))",
        "socket.socket(socket.AF_UNIX).connect({name!r})",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "socket.getaddrinfo('example.com', 80)",
    ],
    ids=["loopback", "outside", "listen", "unix", "netlink", "lookup"],
)
def test_nobody_is_reached(run: PythonRunner, code: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(f"\0tempera-{os.getpid()}")
        unix.listen()
        program = code.format(port=server.getsockname()[1], name=f"\0tempera-{os.getpid()}")
        outcome = run(f"import socket\n{program}")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.error.partition(":")[0] in {*REFUSED, "socket.gaierror"}
