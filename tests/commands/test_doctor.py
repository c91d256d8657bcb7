"""`tempera doctor`, as a process."""

import json
from pathlib import Path

from tests.commands.test_ask import tempera


def test_a_sound_installation_is_reported_so(starter_model: Path, tempera_home: Path) -> None:
    (tempera_home / "models").mkdir(parents=True)
    (tempera_home / "models" / starter_model.name).symlink_to(starter_model)
    done = tempera("doctor", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert report["engine"]["problem"] is None
    assert [device["kind"] for device in report["engine"]["devices"]][-1] == "cpu"
    assert report["models"][0]["quantization"] == "Q4_1"
    assert report["home"] == str(tempera_home)


def test_what_is_missing_is_said(tempera_home: Path) -> None:
    (tempera_home / "models").mkdir(parents=True)
    (tempera_home / "models" / "broken.gguf").write_bytes(b"GGUF\x03")
    done = tempera("doctor")
    assert done.returncode == 1
    assert "broken.gguf" in done.stdout


def test_it_works_without_any_home(tempera_home: Path) -> None:
    report = json.loads(tempera("doctor", "--json").stdout)
    assert report["models"] == []
    assert tempera_home.is_dir()
