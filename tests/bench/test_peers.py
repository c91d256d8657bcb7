"""The programs that are compared with: found by name, believed when they answer, and one sentence when they fail."""

import stat
import sys
from pathlib import Path

import pytest

from models.bench.children import Cancel
from models.bench.common import Common
from models.bench.peers import Completion, LlamaBench, LlamaServer, peer_programs
from models.errors import UserError
from models.sampling import SamplingSettings
from tests.support.tiny_model import write_byte_model

ANSWERS = SamplingSettings(max_tokens=4, seed=1)
SERVER = """
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        count = asked["n_predict"] - {missing}
        for number in range(count):
            last = number == count - 1
            event = {{"content": "x", "stop": last}} | ({{"tokens_predicted": count}} if last else {{}})
            self.wfile.write(b"data: " + json.dumps(event).encode() + b"\\n\\n")

    def log_message(self, *_): pass

HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Handler).serve_forever()
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts with a first line")


@pytest.fixture
def common(tmp_path: Path) -> Common:
    return Common(tmp_path / "model.gguf", threads=1, context=512, libraries=None, cancel=Cancel())


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{text}", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_programs_are_found_by_name(tmp_path: Path) -> None:
    bench = program(tmp_path, "llama-bench", "")
    found = peer_programs(tmp_path)
    assert (found.bench, found.server) == (bench, None)


@pytest.mark.parametrize(("folder", "text"), [("", "bench.no_peers"), ("missing", "bench.no_folder")])
def test_a_folder_without_programs_is_one_sentence(tmp_path: Path, folder: str, text: str) -> None:
    with pytest.raises(UserError) as refused:
        peer_programs(tmp_path / folder)
    assert refused.value.text.id == text


def test_llama_bench_is_asked_for_what_is_compared(tmp_path: Path, common: Common) -> None:
    said = tmp_path / "said"
    tell = f"import sys, pathlib; pathlib.Path({str(said)!r}).write_text(' '.join(sys.argv))"
    bench = LlamaBench(common, program(tmp_path, "llama-bench", tell + "; print('[{\"avg_ts\": 12.5}]')"))
    assert bench.decode(32, depth=7) == pytest.approx(12.5)
    assert "--threads 1" in said.read_text()
    assert "--n-gen 32 --n-depth 7" in said.read_text()


@pytest.mark.parametrize("text", ["raise SystemExit('cannot load')", "print('no JSON')", "print('[]')"])
def test_a_llama_bench_that_fails_is_one_sentence(tmp_path: Path, common: Common, text: str) -> None:
    bench = LlamaBench(common, program(tmp_path, "llama-bench", text))
    with pytest.raises(UserError) as failed:
        bench.prompt(8)
    assert (failed.value.text.id, failed.value.text.fields) == ("bench.peer_failed", {"program": "llama-bench"})


def test_the_answers_of_llama_server_are_timed(tmp_path: Path, common: Common) -> None:
    with LlamaServer.running(common, program(tmp_path, "llama-server", SERVER.format(missing=0))) as server:
        speed = server.tokens_per_second("Hello", ANSWERS)
    assert speed is not None
    assert speed > 0


def test_a_short_answer_of_llama_server_does_not_count(tmp_path: Path, common: Common) -> None:
    with LlamaServer.running(common, program(tmp_path, "llama-server", SERVER.format(missing=1))) as server:
        assert server.tokens_per_second("Hello", ANSWERS) is None


@pytest.mark.parametrize("text", ["raise SystemExit(1)", ""])
def test_a_llama_server_that_does_not_start_is_one_sentence(tmp_path: Path, common: Common, text: str) -> None:
    path = program(tmp_path, "llama-server", text)
    with pytest.raises(UserError) as failed, LlamaServer.running(common, path):
        pass
    assert failed.value.text.id == "bench.peer_failed"


def test_create_completion_answers_as_long_as_it_is_asked(common: Common) -> None:
    write_byte_model(common.model)
    with Completion.running(common) as completion:
        speed = completion.tokens_per_second("Hello", ANSWERS)
    assert speed is not None
    assert speed > 0


def test_a_model_that_create_completion_cannot_load_is_one_sentence(common: Common) -> None:
    common.model.write_bytes(b"no model")
    with pytest.raises(UserError) as failed, Completion.running(common):
        pass
    assert failed.value.text.fields == {"program": "create_completion"}
    assert "model" in failed.value.details
