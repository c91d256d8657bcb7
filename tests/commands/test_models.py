"""`tempera models ...` for the models on this machine, as processes."""

import json
import os
from pathlib import Path

import pytest

from tests.commands.test_ask import tempera
from tests.model_library.samples import names, part_name, write_model, write_parts
from tests.support.hub_server import running_hub


@pytest.fixture
def folder(tempera_home: Path) -> Path:
    return tempera_home / "models"


def test_an_empty_computer_has_an_empty_list(folder: Path) -> None:
    done = tempera("models", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(folder) in done.stdout
    document = json.loads(tempera("models", "list", "--json").stdout)
    assert document["models"] == []
    assert document["disk"]["free"] > 0


def test_a_model_is_taken_in_listed_used_checked_and_removed(starter_model: Path) -> None:
    taken = json.loads(tempera("models", "import", str(starter_model), "--json").stdout)
    assert (taken["id"], taken["in_place"]) == ("smollm2-135m-instruct:Q4_1", True)
    assert taken["facts"]["family"] == "smollm2"
    (listed,) = json.loads(tempera("models", "list", "--json").stdout)["models"]
    assert (listed["id"], listed["path"], listed["problem"]) == (taken["id"], str(starter_model), None)
    answer = tempera("ask", "Hi", "--model", "smollm2-135m-instruct", "--max-tokens", "2", "--json")
    assert json.loads(answer.stdout)["model"]["path"] == str(starter_model)
    (checked,) = json.loads(tempera("models", "verify", "--all", "--json").stdout)
    assert (checked["sound"], checked["files"][0]["basis"]) == (True, "catalogue")
    removed = tempera("models", "remove", "smollm2-135m-instruct")
    assert (removed.returncode, removed.stderr) == (0, "")
    assert starter_model.exists()
    assert json.loads(tempera("models", "list", "--json").stdout)["models"] == []


def test_what_a_file_says_of_itself_is_shown(starter_model: Path) -> None:
    done = tempera("models", "import", str(starter_model))
    assert done.returncode == 0
    for shown in ("SmolLM2 135M Instruct", "llama", "134,515,008", "Q4_1", "8,192", "gpt2 / smollm", "Apache-2.0"):
        assert shown in done.stdout


def test_a_split_model_is_copied_and_removed_as_one(folder: Path, tmp_path: Path) -> None:
    first = write_parts(tmp_path / "下载")
    copied = tempera("models", "import", str(first), "--copy")
    assert (copied.returncode, copied.stderr) == (0, "")
    assert names(folder) == {part_name(number) for number in (1, 2, 3)}
    removed = json.loads(tempera("models", "remove", part_name(1), "--permanently", "--json").stdout)
    assert len(removed["paths"]) == 3
    assert names(folder) == set()


def test_a_damaged_model_fails_the_check(folder: Path, tmp_path: Path) -> None:
    tempera("models", "import", str(write_model(tmp_path / "small.gguf")), "--copy")
    os.truncate(folder / "small.gguf", (folder / "small.gguf").stat().st_size - 1)
    done = tempera("models", "verify", "small")
    assert done.returncode == 1
    assert "small.gguf" in done.stdout


def test_what_a_broken_download_left_is_removed(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True)
    part, elsewhere = folder / "small.gguf.part", tmp_path / "small.gguf.part"
    part.write_bytes(b"GGUF")
    elsewhere.write_bytes(b"GGUF")
    assert tempera("models", "remove", str(elsewhere)).returncode == 1
    assert part.exists()
    done = tempera("models", "remove", "small.gguf.part")
    assert (done.returncode, done.stderr) == (0, "")
    assert not part.exists()
    assert elsewhere.exists()


def test_a_model_is_quantized(folder: Path, tiny_r1_model: Path) -> None:
    done = tempera("models", "quantize", str(tiny_r1_model), "q4_k_m", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["quantization"] == "Q4_K_M"
    assert names(folder) == {"r1-tiny-v1-Q4_K_M.gguf"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "nowhere.gguf"),
        ("import", "nowhere.gguf", "--json"),
        ("verify", "nowhere.gguf"),
        ("verify", "--all"),
        ("verify", "x" * 300),
        ("fit", "~no-such-user-of-this-computer/x.gguf"),
        ("import", "~no-such-user-of-this-computer/x.gguf"),
        ("remove", "nowhere.gguf"),
        ("quantize", "nowhere.gguf", "Q4_0"),
    ],
)
def test_what_fails_says_so_in_one_sentence(arguments: tuple[str, ...]) -> None:
    done = tempera("models", *arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert (done.stdout + done.stderr).count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("verify",), ("quantize", "a.gguf", "Q1_9"), ("verify", "a", "--all")])
def test_wrong_usage_is_explained(arguments: tuple[str, ...]) -> None:
    done = tempera("models", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: tempera models")


def test_a_downloaded_model_is_compared_with_what_arrived(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with running_hub() as hub:
        hub.add("owner/models", "small.gguf", write_model(tmp_path / "small.gguf").read_bytes())
        done = tempera("models", "get", "owner/models:small.gguf", "--endpoint", hub.address)
    assert done.returncode == 0, done.stderr
    (checked,) = json.loads(tempera("models", "verify", "small", "--json").stdout)
    assert (checked["sound"], checked["files"][0]["basis"]) == (True, "record")
    content = (folder / "small.gguf").read_bytes()
    (folder / "small.gguf").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert tempera("models", "verify", "small").returncode == 1
