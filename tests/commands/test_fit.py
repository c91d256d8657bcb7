"""`tempera models fit`: plans for made-up devices, of the catalogue and of files."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from models.cli import main
from models.paths import user_paths

GIB = 1 << 30
R1, QWEN = "deepseek-r1-distill-qwen-1.5b", "qwen2.5-7b-instruct"


def fit(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["models", "fit", *arguments, "--memory", "64GiB", "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str, status: int) -> str:
    if status == 1:
        assert main(["models", "fit", *arguments]) == 1
    else:
        with pytest.raises(SystemExit) as caught:
            main(["models", "fit", *arguments])
        assert caught.value.code == status
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


# The arithmetic is in tests/runtime/test_tables.py.
@pytest.mark.parametrize(
    ("model", "memory", "layers", "weights", "kv", "margin", "grade"),
    [
        (R1, "2GiB", 27, 920_115_712, 218_103_808, 268_435_456, "partly"),
        (R1, "4GiB", 29, 980_097_536, 234_881_024, 343_597_383, "fits"),
        (R1, "6GiB", 29, 980_097_536, 234_881_024, 515_396_075, "fits"),
        (R1, "8GiB", 29, 980_097_536, 234_881_024, 687_194_767, "fits"),
        (R1, "12GiB", 29, 980_097_536, 234_881_024, 1_030_792_151, "fits"),
        (QWEN, "2GiB", 5, 1_043_533_824, 67_108_864, 268_435_456, "partly"),
        (QWEN, "4GiB", 18, 2_838_181_888, 285_212_672, 343_597_383, "partly"),
        (QWEN, "6GiB", 29, 4_370_558_976, 469_762_048, 515_396_075, "fits"),
        (QWEN, "8GiB", 29, 4_370_558_976, 469_762_048, 687_194_767, "fits"),
        (QWEN, "12GiB", 29, 4_370_558_976, 469_762_048, 1_030_792_151, "fits"),
    ],
)
def test_the_table_of_known_models(
    capsys: pytest.CaptureFixture[str],
    model: str,
    memory: str,
    layers: int,
    weights: int,
    kv: int,
    margin: int,
    grade: str,
) -> None:
    found = fit(capsys, model, "--device-memory", memory, "--context", "8192", "--kv", "f16")
    assert {name: found[name] for name in ("layers", "all_layers", "context", "weights", "kv", "grade")} == {
        "layers": layers,
        "all_layers": 29,
        "context": 8192,
        "weights": weights,
        "kv": kv,
        "grade": grade,
    }
    assert (found["compute"], found["overhead"], found["margin"]) == (314_572_800, 419_430_400, margin)
    assert found["exact"]


def test_every_option_counts(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--device", "vulkan", "--screen", "--kv", "q8_0", "--context", "4096", "--batch", "256", "--layers", "3")
    found = fit(capsys, f"{QWEN}:Q6_K", "--device-memory", "8GiB", *options)
    assert (found["device"], found["layers"], found["context"], found["batch"]) == ("vulkan", 3, 4096, 256)
    # The output and two layers of 191,217,664; q8_0 stores 32 numbers in 34 bytes: 4,096 x 2 x 512 x 34 / 32 a layer.
    assert (found["weights"], found["kv"]) == (447_082_496 + 2 * 191_217_664, 2 * 4_456_448)
    assert (found["compute"], found["overhead"], found["margin"]) == (157_286_400, 0, GIB)
    assert found["grade"] == "partly"


def test_a_file_is_planned_by_its_own_header(capsys: pytest.CaptureFixture[str], starter_model: Path) -> None:
    found = fit(capsys, str(starter_model), "--device-memory", "2GiB", "--context", "8192")
    # 30 layers of 2,216,448 bytes, embeddings of 30,081,024 that serve as output, and 2,304 bytes of norms.
    assert (found["layers"], found["weights"], found["kv"]) == (31, 96_576_768, 180 << 20)


def test_an_installed_model_is_planned_by_its_own_header(
    capsys: pytest.CaptureFixture[str], tiny_r1_model: Path
) -> None:
    folder = user_paths().models
    folder.mkdir(parents=True)
    shutil.copy(tiny_r1_model, folder / "Qwen2.5-7B-Instruct-Q5_K_M.gguf")
    assert fit(capsys, f"{QWEN}:Q5_K_M", "--device-memory", "2GiB")["all_layers"] == 3
    assert fit(capsys, f"{QWEN}:Q4_K_M", "--device-memory", "2GiB")["all_layers"] == 29


def test_a_file_that_is_not_what_its_name_says_does_not_hide_the_catalogue(
    capsys: pytest.CaptureFixture[str], tempera_home: Path
) -> None:
    folder = tempera_home / "models"
    folder.mkdir(parents=True)
    (folder / "Qwen2.5-7B-Instruct-Q4_K_M.gguf").write_bytes(os.urandom(64))
    assert fit(capsys, QWEN, "--device-memory", "6GiB")["layers"] == 29


def test_sizes_that_nobody_is_sure_of_are_not_exact(capsys: pytest.CaptureFixture[str]) -> None:
    assert not fit(capsys, f"{R1}:Q6_K", "--device-memory", "6GiB")["exact"]


def test_without_a_made_up_device_this_machine_is_planned_for(
    capsys: pytest.CaptureFixture[str],
    starter_model: Path,
    vulkan_runtime: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEMPERA_RUNTIMES", str(vulkan_runtime))
    found = fit(capsys, str(starter_model), "--context", "8192")
    assert (found["device"], found["layers"], found["grade"]) == ("Vulkan0", 31, "fits")
    # As llama.cpp itself says, not the allowance of 300 MiB.
    assert 90 << 20 < found["compute"] < 120 << 20


def test_without_a_device_the_processor_computes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPERA_RUNTIMES", "")
    found = fit(capsys, R1)
    assert (found["device"], found["layers"], found["grade"], found["slower"]) == ("CPU", 0, "cpu", 1.0)


def test_too_little_memory_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "fit", QWEN, "--device-memory", "2GiB", "--memory", "3GiB"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "It is too large."


def test_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "fit", QWEN, "--device-memory", "4GiB", "--memory", "64GiB"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Layers", "on", "the", "device", "18", "of", "29"]
    assert lines[-1] == "Part of it fits the GPU: about 2.2 times slower than all of it there."


def test_an_unknown_quantization_names_those_that_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    told = refusal(capsys, f"{R1}:Q3_K_L", "--device-memory", "4GiB", status=1)
    assert "Q3_K_L" in told
    assert "Q4_K_M, Q4_0, Q5_K_M, Q6_K, Q8_0" in told


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.gguf" in refusal(capsys, "nowhere.gguf", "--device-memory", "4GiB", status=1)


@pytest.mark.parametrize("amount", ["8 GiB", "8g", "8GB", "8192MiB", "8589934592"])
def test_amounts_of_memory(capsys: pytest.CaptureFixture[str], amount: str) -> None:
    assert fit(capsys, R1, "--device-memory", amount)["device_memory"] == 8 * GIB


@pytest.mark.parametrize("amount", ["", "eight", "8 XiB", "-8GiB", "0", "99999TiB", "1e3", "8GiB extra", "nan"])
def test_what_is_no_amount_of_memory_is_wrong_usage(capsys: pytest.CaptureFixture[str], amount: str) -> None:
    assert "is no amount of memory" in refusal(capsys, R1, f"--device-memory={amount}", status=2)


@pytest.mark.parametrize("option", ["--context=0", "--context=4k", "--batch=8", "--layers=-1", "--context=²"])
def test_numbers_out_of_range_are_wrong_usage(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert "is no whole number from" in refusal(capsys, R1, option, status=2)
