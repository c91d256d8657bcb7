"""What the trial of a package believes: its checks see what they are there to see."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.history import AnswerState, History
from tests.history.samples import RECORD
from tests.project.source import ROOT
from tools.package.trial.conversations import Answered, answered, questions
from tools.package.trial.network import addresses, beyond_this_machine
from tools.package.trial.processors import _next_older
from tools.package.trial.results import Results, TrialError

_COUNT = """
import socket, sys
from tools.package.trial.network import counters
for kind in sys.argv[1:]:
    family = {"4": socket.AF_INET, "unix": socket.AF_UNIX}[kind]
    address = {"4": ("192.0.2.1", 80), "unix": "/nowhere"}[kind]
    try:
        socket.socket(family, socket.SOCK_STREAM).connect(address)
    except OSError:
        pass
print(sum(counters().values()))
"""


def _counted(*tried: str) -> int:
    """Return what the kernel counted in a network of its own, after connections were tried there."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "--net", "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("no network of its own can be made here")
    command = [unshare, "--net", sys.executable, "-c", _COUNT, *tried]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def test_the_kernel_counts_nothing_where_nothing_was_tried() -> None:
    assert _counted("unix") == 0


def test_a_connection_that_is_only_tried_is_counted() -> None:
    assert _counted("4") > 0


def test_calls_beyond_this_machine_are_told_from_those_within(tmp_path: Path) -> None:
    within = '7 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X99"}, 110) = 0\n'
    asked = "8 sendto(4, [...], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20\n"
    beyond = (
        '9 connect(5, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ENETUNREACH\n'
    )
    log = tmp_path / "strace"
    log.write_text(within + asked + beyond, "utf-8")
    assert beyond_this_machine(log) == [beyond.strip()]
    assert addresses(log) == {"connect AF_UNIX": 1, "sendto AF_NETLINK": 1, "connect AF_INET": 1}


def test_answers_are_read_while_the_history_is_open(tmp_path: Path) -> None:
    history = History.open(tmp_path / "history.sqlite3")
    try:
        conversation = history.conversations.create(mode="balanced").id
        answer = history.messages.begin_answer(history.messages.ask(conversation, "Why?"))
        assert (answered(tmp_path), questions(tmp_path)) == ([], ["Why?"])
        history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="Because.", record=RECORD)
        assert answered(tmp_path) == [Answered("Why?", "Because.", Path(RECORD.model.path).name)]
    finally:
        history.close()


def _refuse() -> None:
    raise TrialError("it is not so")


def test_one_check_that_fails_fails_the_trial(tmp_path: Path) -> None:
    results = Results()
    assert not results.passed
    with results.check("one"):
        pass
    with results.check("another"):
        _refuse()
    results.write(tmp_path)
    assert [line.problem for line in results.lines] == ["", "it is not so"]
    assert not results.passed
    assert "FAIL another" in (tmp_path / "trial.txt").read_text("utf-8")


def test_a_processor_whose_variant_is_missing_takes_an_older_one() -> None:
    assert _next_older("haswell", {"x64", "sse42", "haswell"}) == "haswell"
    assert _next_older("haswell", {"x64", "sse42"}) == "sse42"
    assert _next_older("sandybridge", {"x64"}) == "x64"
