"""Importing that is killed or cancelled leaves whole conversations, and no process behind."""

import os
import subprocess
import sys
import threading
import time
from io import RawIOBase
from pathlib import Path

import pytest

from models.exchange import ImportOptions, ImportSummary, Outcome, start_import
from models.history import History, check_history
from models.paths import user_paths
from tests.exchange.samples import chatgpt, node, written

_MESSAGES = 40
_CONVERSATIONS = 2_000


def _thread(name: str) -> list[dict[str, object]]:
    names = ["root", *(f"{name}-{place}" for place in range(_MESSAGES))]
    roles = ("user", "assistant")
    return [node(names[place + 1], names[place], roles[place % 2], "text " * 50) for place in range(_MESSAGES)]


def _grown(path: Path, size: int) -> bool:
    return path.exists() and path.stat().st_size > size


def test_only_whole_conversations_are_left(tmp_path: Path) -> None:
    path = tmp_path / "conversations.json"
    written(path, *(chatgpt(*_thread(f"n{number}"), name=f"c-{number}") for number in range(_CONVERSATIONS)))
    file = user_paths().history
    importing = subprocess.Popen([sys.executable, "-m", "desktop", "history", "import", str(path)])
    journal = file.with_name(file.name + "-wal")
    deadline = time.monotonic() + 120
    while not (_grown(journal, 1 << 20) or _grown(file, 1 << 20)):
        assert time.monotonic() < deadline
        assert importing.poll() is None
        time.sleep(0.01)
    importing.kill()
    importing.wait()
    assert check_history(file).faults == ()
    with History.open(file) as history:
        found = history.conversations.recent()
        assert 0 < len(found) < _CONVERSATIONS
        assert {len(history.messages.thread(one.id)) for one in found} == {_MESSAGES}


_BEGIN_TO_READ = """
import sys, time
from pathlib import Path
from models.exchange.process import reading_process
process = reading_process(Path(sys.argv[1]), "en")
print("started", flush=True)
time.sleep(600)
"""


_needs_pipes_with_names = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A file that gives nothing but what somebody writes to it meanwhile."""
    path = tmp_path / "endless.json"
    if sys.platform != "win32":
        os.mkfifo(path)
    return path


def _write_on(writer: RawIOBase) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        writer.write(b" ")
        time.sleep(0.02)


@_needs_pipes_with_names
def test_the_reading_process_ends_with_a_program_that_is_killed(endless: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _BEGIN_TO_READ, str(endless)], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline().strip() == b"started"
    with endless.open("wb", buffering=0) as writer:  # there is a reader now
        writer.write(b"[")
        parent.kill()
        parent.wait()
        with pytest.raises(BrokenPipeError):
            _write_on(writer)
    parent.stdout.close()


@_needs_pipes_with_names
def test_an_import_that_is_cancelled_at_once_ends(endless: Path, history: History) -> None:
    ended = threading.Event()
    outcomes: list[Outcome] = []

    def end(outcome: Outcome) -> None:
        outcomes.append(outcome)
        ended.set()

    started = start_import(endless, history, ImportOptions(), on_progress=lambda _: None, on_done=end)
    started.cancel()
    assert ended.wait(60)
    assert isinstance(outcomes[0], ImportSummary)
    assert outcomes[0].cancelled
