"""The window's side of a process that misbehaves: other programs in the engine's place."""

import os
import queue
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import psutil
import pytest

from models.engine import EngineSettings, ProcessEngine, process
from models.engine.process import EngineGoneError, EngineProcess
from models.engine.protocol import Quit
from models.errors import UserError

READY = (
    "import os, struct, sys, time\n"
    'body = b\'["Ready", {"request": 0, "llama_cpp_python": "", "runtime": "cpu", "devices": [], "cores": 1}]\'\n'
    "os.write(1, struct.pack('<I', len(body)) + body)\n"
)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a Python program in the engine's place, of which no longer is waited for the end than people do."""
    monkeypatch.setattr(process, "_PATIENCE", 3.0)

    def put(code: str) -> None:
        monkeypatch.setattr(process, "engine_command", lambda: [sys.executable, "-c", code])

    return put


def end_of(engine: ProcessEngine) -> EngineGoneError:
    with pytest.raises(EngineGoneError) as caught:
        list(engine.load(Path("x.gguf"), EngineSettings()))
    engine.close()
    return caught.value


def test_an_engine_that_ends_at_once_has_its_last_words_in_the_details(program: Callable[[str], None]) -> None:
    program("import sys; print('no such library', file=sys.stderr); sys.exit(3)")
    error = end_of(ProcessEngine())
    assert error.text.id == "engine.not_started"
    assert error.details.splitlines() == ["exit code 3", "no such library"]


def test_an_engine_that_was_ready_and_ended_has_died(program: Callable[[str], None]) -> None:
    program(READY + "sys.stdin.read(1); os.abort()")
    error = end_of(ProcessEngine())
    assert error.text.id == "engine.died"
    assert "SIGABRT" in error.details or sys.platform == "win32"


def test_an_engine_that_talks_nonsense_is_ended(
    program: Callable[[str], None], expected_log: Callable[[str], None]
) -> None:
    expected_log("the engine sent no message of this protocol")
    program(READY + "os.write(1, b'\\x05\\x00\\x00\\x00hello'); time.sleep(60)")
    assert end_of(ProcessEngine()).text.id == "engine.died"


def test_an_engine_that_never_gets_ready_is_ended(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    expected_log("the engine process .* does not get ready")
    monkeypatch.setattr(process, "_READY_PATIENCE", 1.0)
    program("import time; time.sleep(600)")
    assert end_of(ProcessEngine()).text.id == "engine.not_started"


def test_waiting_for_an_engine_to_get_ready_can_be_stopped(program: Callable[[str], None]) -> None:
    program("import time; time.sleep(600)")
    engine = ProcessEngine()
    timer = Timer(1, engine.stop)
    timer.start()
    with pytest.raises(UserError) as caught:
        list(engine.load(Path("x.gguf"), EngineSettings()))
    assert caught.value.text.id == "engine.load_stopped"
    timer.join()
    engine.close()


def test_an_engine_that_falls_silent_is_ended(program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_PATIENCE", 0.2)
    program(READY + "os.close(1); time.sleep(60)")
    assert end_of(ProcessEngine()).text.id == "engine.died"


def test_a_flood_of_messages_without_an_end_of_line_is_read_in_pieces(program: Callable[[str], None]) -> None:
    program("import os\nfor _ in range(200): os.write(2, b'x' * 10_000)\nos.write(2, b'the end\\n'); os._exit(1)")
    details = end_of(ProcessEngine()).details
    assert details.endswith("the end")
    assert len(details) < 1_000_000


def test_what_libraries_print_does_not_get_between_the_messages() -> None:
    running = EngineProcess()
    try:
        assert running.ready().cores >= 1
        assert running.alive
    finally:
        running.close()
    assert not psutil.pid_exists(running.pid)


def test_a_request_to_a_closed_process_is_answered_by_its_end() -> None:
    running = EngineProcess()
    running.close()
    events: process.Events = queue.SimpleQueue()
    running.ask(Quit(1), events)
    assert events.get(timeout=60) is None
    running.ask(Quit(2))
    assert running.death().text.id == "engine.closed"
    running.close()


def test_the_engine_does_not_take_a_folder_named_models_for_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "__init__.py").write_text("raise SystemExit('not ours')")
    monkeypatch.chdir(tmp_path)
    engine = ProcessEngine()
    assert engine.describe().cores >= 1
    engine.close()


def test_the_environment_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    environment = process._environment(None)
    assert environment["PYTHONPATH"].endswith(os.pathsep + "/somewhere")
    assert environment["GOMP_SPINCOUNT"] == "1000"
    monkeypatch.setenv("GOMP_SPINCOUNT", "5")
    assert process._environment(None)["GOMP_SPINCOUNT"] == "5"
