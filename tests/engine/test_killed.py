"""The engine killed for real, and its window killed for real."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from models.engine import EngineSettings, ProcessEngine, Prompt, Token
from models.engine import process as engine_process
from models.errors import UserError
from tests.support.engines import collect, interrupted_load, loaded_engine, question, sampling

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

_CLIENT = """
import sys
from pathlib import Path
from models.engine import ChatMessage, EngineSettings, ProcessEngine, Prompt, Role
from models.sampling import SamplingSettings
engine = ProcessEngine()
list(engine.load(Path(sys.argv[1]), EngineSettings(context=4096, threads=1)))
for event in engine.generate((ChatMessage(Role.USER, "word " * 3000),), SamplingSettings()):
    if isinstance(event, Prompt):
        print(engine.pid, flush=True)
"""


def kill(engine: ProcessEngine) -> None:
    assert engine.pid is not None
    with contextlib.suppress(psutil.NoSuchProcess):  # killed before: what it had sent is still being read
        psutil.Process(engine.pid).kill()


def runs(process: psutil.Process) -> bool:
    """Say whether a process still does anything; one that nobody has buried yet does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def worked(process: psutil.Process) -> float:
    """Return the processor's seconds that a process has used; none where it is gone."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


def works(engine: ProcessEngine) -> bool:
    return collect(engine.generate(question("Hi."), sampling(max_tokens=2))).done.stats.answer_tokens > 0


def test_killed_while_loading(starter_model: Path) -> None:
    engine = ProcessEngine()
    try:
        error = interrupted_load(engine, starter_model, EngineSettings(context=1024), lambda: kill(engine))
        assert error.text.id == "engine.died"
        assert works(engine)  # it is started and the model loaded again
    finally:
        engine.close()


def test_killed_during_the_prompt(starter_model: Path) -> None:
    with loaded_engine(starter_model, EngineSettings(context=4096)) as engine:
        with pytest.raises(UserError) as caught:  # noqa: PT012 - the prompt goes on until the kill is noticed
            for event in engine.generate(question("word " * 3000), sampling()):
                if isinstance(event, Prompt):
                    kill(engine)
        assert caught.value.text.id == "engine.died"
        assert "SIGKILL" in caught.value.details
        assert works(engine)


def test_killed_during_the_answer(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        text = ""
        with pytest.raises(UserError) as caught:  # noqa: PT012 - the answer goes on until the kill is noticed
            for event in engine.generate(question("Tell a long story."), sampling(max_tokens=900)):
                if isinstance(event, Token):
                    text += event.text
                    kill(engine)
        assert caught.value.text.id == "engine.died"
        assert text
        assert engine.loaded is None
        assert works(engine)


def test_the_engine_is_gone_within_a_second_of_its_windows_death(starter_model: Path) -> None:
    """A second of its own work: on a busy machine it waits for its turn."""
    command = [sys.executable, "-c", _CLIENT, str(starter_model)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        engine = psutil.Process(int(client.stdout.readline()))
        client.kill()
        before, deadline = worked(engine), time.monotonic() + 60
        client.wait()
        while runs(engine):
            time.sleep(0.005)
            assert worked(engine) - before < 1.0
            assert time.monotonic() < deadline


def test_a_stopped_process_can_be_closed(starter_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_process, "_PATIENCE", 3.0)
    with loaded_engine(starter_model) as engine:
        assert engine.pid is not None
        process = psutil.Process(engine.pid)
        process.suspend()
        engine.close()
        assert not runs(process)


def test_an_engine_that_cannot_start_says_so_with_details(
    starter_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLAMA_CPP_LIB_PATH", str(tmp_path))
    engine = ProcessEngine()
    try:
        with pytest.raises(UserError) as caught:
            list(engine.load(starter_model, EngineSettings()))
        assert caught.value.text.id == "engine.not_started"
        assert "Shared library" in caught.value.details
    finally:
        engine.close()
