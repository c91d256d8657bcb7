"""`tempera ask`, as a process, with the real engine and the starter model."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.presets import PresetStore, UserPreset
from models.routing import route
from models.sampling import SamplingOverrides
from models.texts import Phrasebook

QUESTION = "Name the three primary colours."
KEYS = {
    "": ["answer", "thinking", "mode", "mode_source", "model", "settings", "engine", "stats", "sections"],
    "model": ["id", "name", "family", "path", "fingerprint", "sha256", "quantization"],
    "settings": [
        *("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "repeat_last_n", "frequency_penalty"),
        *("presence_penalty", "max_tokens", "max_thinking_tokens", "seed", "sampler_order"),
        *("stop", "schema", "overflow", "sections"),
    ],
    "engine": [
        *("llama_cpp_python", "runtime", "device", "gpu_layers", "context", "threads"),
        *("features", "flash_attention", "cache_type", "rope"),
    ],
    "stats": [
        *("prompt_tokens", "reused_tokens", "answer_tokens", "thinking_tokens", "first_token_ms"),
        *("tokens_per_second", "stop_reason", "thinking_end", "loops", "dropped_messages"),
    ],
}


def tempera(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desktop", *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


def ask_json(*arguments: str) -> dict[str, Any]:
    done = tempera("ask", *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.fixture
def installed(starter_model: Path, tempera_home: Path) -> Path:
    folder = tempera_home / "models"
    folder.mkdir(parents=True)
    link = folder / starter_model.name
    link.symlink_to(starter_model)
    return link


def test_the_document_has_the_keys_it_promises(installed: Path) -> None:
    document = ask_json(QUESTION, "--seed", "1", "--max-tokens", "24")
    assert list(document) == KEYS[""]
    for part in ("model", "settings", "engine", "stats"):
        assert list(document[part]) == KEYS[part]
    assert document["answer"].strip()
    assert document["thinking"] is None
    assert (document["mode"], document["mode_source"]) == (route(QUESTION).mode, "auto")
    assert document["model"]["id"] == "smollm2-135m-instruct:Q4_1"
    assert document["model"]["path"] == str(installed)
    assert document["settings"]["seed"] == 1
    assert document["settings"]["sampler_order"] == ["penalties", "top_k", "temperature", "top_p", "min_p"]
    assert document["engine"]["device"] == "CPU"
    assert 0 < document["stats"]["answer_tokens"] <= 24
    assert document["stats"]["reused_tokens"] == 0
    assert document["stats"]["stop_reason"] in {"end", "length"}
    assert (document["settings"]["sections"], document["sections"]) == (None, [])


@pytest.mark.usefixtures("installed")
def test_the_same_seed_gives_the_same_text() -> None:
    first, again, other = (ask_json(QUESTION, "--seed", seed, "--max-tokens", "48") for seed in ("1", "1", "2"))
    assert first["answer"] == again["answer"]
    assert first["answer"] != other["answer"]


@pytest.mark.usefixtures("installed")
def test_a_random_seed_is_the_one_in_the_document() -> None:
    first = ask_json(QUESTION, "--max-tokens", "24")
    again = ask_json(QUESTION, "--max-tokens", "24", "--seed", str(first["settings"]["seed"]))
    assert first["answer"] == again["answer"]


@pytest.mark.usefixtures("installed")
def test_mode_and_settings_are_what_was_asked_for() -> None:
    document = ask_json(QUESTION, "--mode", "precise", "--top-k", "7", "--max-tokens", "4")
    assert (document["mode"], document["mode_source"]) == ("precise", "user")
    assert document["settings"]["temperature"] == pytest.approx(0.2)
    assert document["settings"]["top_k"] == 7


@pytest.mark.usefixtures("installed")
def test_auto_goes_by_the_question() -> None:
    document = ask_json("Solve the equation x^2 - 5x + 6 = 0.", "--mode", "auto", "--max-tokens", "2")
    assert (document["mode"], document["mode_source"]) == ("math", "auto")
    assert document["settings"]["temperature"] == pytest.approx(0.4)


@pytest.mark.usefixtures("installed")
def test_a_mode_of_ones_own_is_asked_for_by_its_name(tempera_home: Path) -> None:
    store = PresetStore(tempera_home / "presets")
    values = SamplingOverrides().with_value("temperature", 0.15)
    own = UserPreset(id="user-code-0123abcd", name="Code 审查", base="code", overrides=values)
    store.save(own)
    document = ask_json(QUESTION, "--mode", "Code 审查", "--max-tokens", "2")
    assert (document["mode"], document["mode_source"]) == (own.id, "user")
    assert document["settings"]["temperature"] == pytest.approx(0.15)
    store.save(replace(own, family="r1"))
    refused = tempera("ask", QUESTION, "--mode", own.id)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Code 审查" in refused.stderr
    unknown = tempera("ask", QUESTION, "--mode", "magic")
    assert unknown.returncode == 2
    assert "Code 审查" in unknown.stderr


@pytest.mark.usefixtures("installed")
def test_the_temperature_follows_the_text_where_that_is_asked_for() -> None:
    document = ask_json(QUESTION, "--sections", "--mode", "teaching", "--temperature", "0.75", "--max-tokens", "4")
    assert document["settings"]["temperature"] == 0.75
    assert document["settings"]["sections"] == {"thinking": 0.75, "prose": 0.8, "code": 0.65, "json": 0.6, "math": 0.7}
    first = {"first": 0, "section": "prose", "temperature": 0.8, "seed": document["settings"]["seed"], "start": 0}
    assert document["sections"][0] == first


@pytest.mark.usefixtures("installed")
def test_an_answer_ends_before_a_stop_text() -> None:
    arguments = (QUESTION, "--seed", "3", "--max-tokens", "24")
    free = ask_json(*arguments)["answer"]
    stop = free[len(free) // 2 :][:3]
    document = ask_json(*arguments, "--stop", "~never~", "--stop", stop)
    assert document["answer"] == free[: free.index(stop)]
    assert document["stats"]["stop_reason"] == "stop_text"
    assert document["settings"]["stop"] == ["~never~", stop]


@pytest.mark.usefixtures("installed")
def test_the_end_of_the_context_is_as_it_was_asked_for() -> None:
    for overflow in ("stop", "drop"):
        document = ask_json(QUESTION, "--max-tokens", "2", "--overflow", overflow)
        assert document["settings"]["overflow"] == overflow


@pytest.mark.usefixtures("installed")
@pytest.mark.skipif(sys.platform == "win32", reason="arguments are whole characters there")
def test_a_stop_text_of_half_a_character_is_refused_in_a_sentence() -> None:
    command = [sys.executable, "-m", "desktop", "ask", QUESTION, "--stop"]
    done = subprocess.run([*command, b"\xe4"], capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == Phrasebook("en")("engine.bad_stop") + "\n"


@pytest.mark.usefixtures("installed")
def test_without_json_the_answer_alone_is_on_stdout() -> None:
    expected = ask_json(QUESTION, "--seed", "3", "--max-tokens", "16")
    plain = tempera("ask", "-", "--seed", "3", "--max-tokens", "16", stdin=QUESTION)
    assert (plain.returncode, plain.stderr) == (0, "")
    assert plain.stdout.rstrip("\n") == expected["answer"].rstrip("\n")


@pytest.mark.usefixtures("installed")
def test_asking_writes_no_history(tempera_home: Path) -> None:
    ask_json(QUESTION, "--max-tokens", "4")
    assert not (tempera_home / "history.sqlite3").exists()


def test_a_model_is_found_by_path_and_by_name(installed: Path) -> None:
    for name in (str(installed), "smollm2-135m-instruct", "smollm2-135m-instruct:Q4_1", installed.name):
        assert ask_json(QUESTION, "--model", name, "--max-tokens", "2")["model"]["path"] == str(installed)


def test_a_name_with_chinese_characters_spaces_and_quotes_works(starter_model: Path, tmp_path: Path) -> None:
    odd = tmp_path / '模型 "一号" it\'s.gguf'
    odd.symlink_to(starter_model)
    assert ask_json("Hello", "--model", str(odd), "--max-tokens", "2")["model"]["path"] == str(odd)


@pytest.mark.parametrize(
    ("name", "content"), [("missing.gguf", None), ("empty.gguf", b""), ("text.gguf", b"not a model at all, sorry")]
)
def test_a_failed_request_is_one_sentence_and_no_document(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = tempera("ask", QUESTION, "--model", str(path), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert name in done.stderr


def test_without_any_model_it_says_where_to_put_one(tempera_home: Path) -> None:
    done = tempera("ask", QUESTION)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(tempera_home / "models") in done.stderr


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "  "], ["ask", "x", "--temperature", "9"], ["ask", "x", "--mode", "magic"], ["no"]]
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    assert tempera(*arguments).returncode == 2


def test_a_question_longer_than_the_context_is_refused(installed: Path) -> None:
    assert installed.exists()
    done = tempera("ask", "-", "--json", stdin="one two three four five " * 3000)
    assert (done.returncode, done.stdout) == (1, "")
    assert "8,192" in done.stderr or "8192" in done.stderr
