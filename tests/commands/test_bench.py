"""`tempera bench`, as a process: one flat object, a table, one sentence for what is wrong, and a clean end."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from models.texts import Phrasebook
from tests.commands.test_ask import tempera
from tests.support.tiny_model import write_byte_model

KEYS = [
    *("tempera", "system", "model", "quantization", "parameters", "llama_cpp_python", "runtime", "device", "threads"),
    *("context", "rounds", "answer_tokens", "prompt_tokens", "draft_tokens"),
    *("decode_tokens_per_second", "decode_tokens_per_second_bench", "decode_tokens_per_second_server"),
    *("decode_tokens_per_second_highlevel", "decode_ratio_bench", "decode_ratio_server", "decode_ratio_highlevel"),
    *("overhead_us", "peak_memory_mib", "peak_memory_mib_server", "peak_memory_ratio_server"),
    *("prompt_tokens_per_second", "prompt_tokens_per_second_bench", "prompt_ratio_bench"),
    *("first_token_typeahead_ms", "first_token_typeahead_steps", "first_token_typed_ms", "first_token_typed_steps"),
    *("compute_ms", "resume_ms", "resume_ratio", "stop_ms", "stop_median_ms"),
    *("many4_tokens_per_second", "one_by_one_tokens_per_second", "many4_ratio"),
    *("json_tokens_per_second", "free_tokens_per_second", "json_cost"),
    *("window_tokens_per_second", "no_window_tokens_per_second", "window_cost"),
]


NEED_PEERS = {
    "decode_tokens_per_second_bench",
    "decode_tokens_per_second_server",
    "decode_ratio_bench",
    "decode_ratio_server",
    "peak_memory_mib_server",
    "peak_memory_ratio_server",
    "prompt_tokens_per_second_bench",
    "prompt_ratio_bench",
}
NEED_A_REAL_MODEL = {"json_tokens_per_second", "free_tokens_per_second", "json_cost"}
PARTS = ("start", "decode", "prompt", "ahead", "stop", "many", "json", "resume", "window")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_byte_model(tmp_path / "字节 model.gguf")


def test_the_object_has_the_keys_it_promises(model: Path) -> None:
    done = tempera("bench", "--model", str(model), "--rounds", "1", "--threads", "1", "--tokens", "16", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert list(document) == KEYS
    assert {name for name, value in document.items() if value is None} == NEED_PEERS | NEED_A_REAL_MODEL
    assert all(isinstance(value, str) or value > 0 for value in document.values() if value is not None)
    assert (document["rounds"], document["threads"], document["answer_tokens"]) == (1, 1, 16)
    say = Phrasebook("en")
    assert done.stderr.splitlines() == [say(f"bench.part.{part}") for part in PARTS]


def test_a_folder_without_the_programs_is_one_sentence(model: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder in (empty, tmp_path / "missing"):
        done = tempera("bench", "--model", str(model), "--peers", str(folder), "--json")
        assert (done.returncode, done.stdout) == (1, "")
        assert str(folder) in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("option", "value"), [("--rounds", "0"), ("--threads", "many"), ("--tokens", "3")])
def test_wrong_numbers_are_wrong_usage(option: str, value: str) -> None:
    done = tempera("bench", option, value)
    assert done.returncode == 2
    assert option in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no signal but the end can be sent to one process there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_that_is_interrupted_ends_what_it_started(model: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "desktop", "bench", "--model", str(model), "--threads", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line == "Writing\n":
                break
        started = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        output, rest = process.communicate(timeout=120)
    assert started
    assert psutil.wait_procs(started, timeout=60)[1] == []
    assert (process.returncode, output, rest) == (130, "", "")
