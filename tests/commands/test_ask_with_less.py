"""`tempera ask` where memory runs out: it goes on with less by itself, and says so beside the answer."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from models.engine import ENGINE, EngineSettings
from models.paths import Paths
from models.settings import SettingsStore
from tests.engine.large_context import TOO_LONG, large_context_model


def test_a_context_that_makes_llama_cpp_abort_is_answered_with_less(
    vulkan_runtime: Path, tempera_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPERA_RUNTIMES", str(vulkan_runtime))
    settings = EngineSettings(context=TOO_LONG, threads=1, gpu_layers=17)
    SettingsStore(Paths(tempera_home).settings).save(ENGINE, replace(settings, batch=128))
    model = large_context_model(tmp_path / "large.gguf")
    command = [sys.executable, "-m", "desktop", "ask", "Hi.", "--model", str(model), "--max-tokens", "3", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=170, check=False)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert 1 <= document["stats"]["answer_tokens"] <= 3  # random weights may end an answer at any word
    assert document["engine"]["gpu_layers"] < 17
    assert "had run out" in done.stderr
