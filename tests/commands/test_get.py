"""`tempera models get` and the list of a repository, from the command line to the file."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.cli import main
from models.paths import user_paths
from models.settings import NETWORK, NetworkSettings, SettingsStore
from tests.support.hub_server import Fault, HubServer, Part, model_bytes, running_hub

CONTENT = model_bytes(2 << 20)
OTHER = model_bytes(3 << 20, seed=2)


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with running_hub() as running:
        running.add("owner/models", "model-Q4_K_M.gguf", CONTENT)
        running.add("owner/models", "model-Q8_0.gguf", OTHER)
        yield running


def run(hub: HubServer, *arguments: str) -> int:
    return main(["models", *arguments, "--endpoint", hub.address])


@pytest.mark.parametrize(
    ("wanted", "name", "content"),
    [
        ("owner/models", "model-Q4_K_M.gguf", CONTENT),
        ("owner/models:q8_0", "model-Q8_0.gguf", OTHER),
        ("owner/models:model-Q8_0.gguf", "model-Q8_0.gguf", OTHER),
    ],
)
def test_model_of_a_repository_is_got(
    hub: HubServer, capsys: pytest.CaptureFixture[str], wanted: str, name: str, content: bytes
) -> None:
    assert run(hub, "get", wanted, "--json") == 0
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    path = user_paths().models / name
    assert path.read_bytes() == content
    told = hub.repositories["owner/models"].files[name].told_sha256
    assert document["files"] == [{"path": str(path), "bytes": len(content), "sha256": told}]
    assert document["hash_from_hub"] is True
    assert captured.err == ""


def test_outcome_is_said_in_a_sentence(hub: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(hub, "get", "owner/models") == 0
    out = capsys.readouterr().out
    assert str(user_paths().models / "model-Q4_K_M.gguf") in out
    assert "the hub gave" in out


def test_repository_is_listed(hub: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(hub, "list", "--repository", "owner/models") == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["model-Q4_K_M.gguf", "Q4_K_M"],
        ["model-Q8_0.gguf", "Q8_0"],
    ]
    assert run(hub, "list", "--repository", "owner/models", "--json") == 0
    assert [file["bytes"] for file in json.loads(capsys.readouterr().out)["files"]] == [len(CONTENT), len(OTHER)]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("owner/none", "no repository owner/none"),
        ("owner/models:Q2_K", "no model “Q2_K”"),
        ("no-such-model", "qwen2.5-7b-instruct"),
        ("qwen2.5-7b-instruct:Q1_0", "not offered in Q1_0"),
        ("qwen2.5-7b-instruct", "no repository bartowski/Qwen2.5-7B-Instruct-GGUF"),
    ],
)
def test_refusal_is_one_sentence(hub: HubServer, capsys: pytest.CaptureFixture[str], wanted: str, words: str) -> None:
    assert run(hub, "get", wanted) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert captured.err.count("\n") == 1


def test_offline_setting_counts(hub: HubServer, capsys: pytest.CaptureFixture[str]) -> None:
    SettingsStore(user_paths().settings).save(NETWORK, NetworkSettings(offline=True))
    assert run(hub, "get", "owner/models") == 1
    assert "offline" in capsys.readouterr().err
    assert hub.requests == []


def _started(hub: HubServer, home: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "desktop", "models", "get", "owner/models", "--endpoint", hub.address]
    environment = dict(os.environ, TEMPERA_HOME=str(home), PYTHONPATH=str(Path(__file__).resolve().parents[2]))
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("killed", [False, True], ids=["interrupted", "killed"])
def test_command_that_is_stopped_goes_on_where_it_was(
    hub: HubServer, tempera_home: Path, capsys: pytest.CaptureFixture[str], *, killed: bool
) -> None:
    half = len(CONTENT) // 2
    part = tempera_home / "models" / "model-Q4_K_M.gguf.part"
    lock = part.with_suffix(".part.lock")
    hub.faults.append(Fault(Part.BYTES, cut_at=half, hangs=True))
    process = _started(hub, tempera_home)
    _wait_until(lambda: part.exists() and part.stat().st_size == half)
    if killed:
        process.kill()
    else:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert ("Paused" in err, process.returncode == 130) == (not killed, not killed)
    _wait_until(lambda: not lock.exists())  # the download process of a killed command ends by itself
    assert run(hub, "get", "owner/models") == 0
    assert (tempera_home / "models" / "model-Q4_K_M.gguf").read_bytes() == CONTENT
    assert hub.asked(Part.BYTES)[-1].headers["Range"] == f"bytes={half}-"
    capsys.readouterr()


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about")
