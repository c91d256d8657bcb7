"""Quantizing by llama.cpp's own quantizer, in its process."""

import shutil
import sys
import threading
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from models.errors import UserError
from models.files import FileRecords, read_header
from models.library import Quantizing, QuantizingFailed, QuantizingProgress, Target, quantize_targets
from models.system import engine_command
from tests.model_library.samples import names, write_model


def refusal(work: Quantizing) -> str:
    with pytest.raises(UserError) as refused:
        work.run()
    return refused.value.text.id


def is_quantizer(process: psutil.Process) -> bool:
    """Say whether a process quantizes; one that has just ended does not."""
    try:
        return "quantize" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


def unheard(_progress: QuantizingProgress) -> None:
    """Listen to no progress."""


@pytest.mark.parametrize("target", [Target.Q4_K_M, Target.Q8_0])
def test_a_quantized_copy_is_a_smaller_model_of_the_same_name(
    folder: Path, tiny_r1_model: Path, target: Target
) -> None:
    told: list[QuantizingProgress] = []
    model = Quantizing(tiny_r1_model, target, folder, told.append).run()
    assert model is not None
    assert model.path == folder / f"r1-tiny-v1-{target.value}.gguf"
    source, made = read_header(tiny_r1_model), read_header(model.path)
    assert made.quantization == target.value
    assert (made.name, made.chat_template) == (source.name, source.chat_template)
    assert (made.parameters, made.tensor_count) == (source.parameters, source.tensor_count)
    assert made.file_bytes < source.file_bytes
    assert names(folder) == {model.path.name}
    assert [progress.tensor for progress in told] == list(range(1, source.tensor_count + 1))
    assert told[-1].tensors == source.tensor_count
    assert told[-1].done / told[-1].total > 0.99
    assert told[-1].result_bytes == pytest.approx(made.file_bytes, rel=0.01)
    record = FileRecords(folder).find(model.path)
    assert record is not None
    assert (record.bytes, record.source) == (made.file_bytes, "quantize")


def test_q8_0_is_fine_enough_to_start_from(folder: Path, tiny_r1_model: Path) -> None:
    finer = Quantizing(tiny_r1_model, Target.Q8_0, folder, unheard).run()
    assert finer is not None
    coarser = Quantizing(finer.path, Target.Q4_0, folder, unheard).run()
    assert coarser is not None
    assert coarser.path.name == "r1-tiny-v1-Q4_0.gguf"
    assert coarser.quantization == "Q4_0"


def test_only_fine_models_can_be_made_coarser(folder: Path, starter_model: Path) -> None:
    assert refusal(Quantizing(starter_model, Target.Q4_0, folder, unheard)) == "error.quantize.source"
    assert quantize_targets("Q4_1") == quantize_targets("") == ()
    assert Target.Q8_0 in quantize_targets("F16")
    assert Target.Q8_0 not in quantize_targets("Q8_0")


def test_a_name_that_is_taken_is_never_written_over(folder: Path, tiny_r1_model: Path) -> None:
    work = Quantizing(tiny_r1_model, Target.Q4_0, folder, unheard)
    work.path.write_text("mine")
    assert refusal(work) == "error.folder.name_taken"
    assert work.path.read_text() == "mine"


def test_cancelling_ends_the_process_and_leaves_nothing_behind(folder: Path, tiny_r1_model: Path) -> None:
    def cancel_at_the_second(progress: QuantizingProgress) -> None:
        if progress.tensor == 2:
            work.cancel()

    work = Quantizing(tiny_r1_model, Target.Q5_K_M, folder, cancel_at_the_second)
    assert work.run() is None
    assert names(folder) == set()


def test_cancelling_before_it_began_works_too(folder: Path, tiny_r1_model: Path) -> None:
    work = Quantizing(tiny_r1_model, Target.Q5_K_M, folder, unheard)
    work.cancel()
    assert work.run() is None
    assert names(folder) == set()


def test_the_death_of_the_process_is_explained(folder: Path, tiny_r1_model: Path) -> None:
    def kill_it() -> None:
        while not (found := [one for one in psutil.Process().children() if is_quantizer(one)]):
            time.sleep(0.01)
        found[0].kill()

    killer = threading.Thread(target=kill_it)
    killer.start()
    with pytest.raises(UserError) as refused:
        Quantizing(tiny_r1_model, Target.Q5_K_M, folder, unheard).run()
    killer.join()
    assert refused.value.text.id == "error.quantize.failed"
    assert "exit code" in refused.value.details
    assert names(folder) == set()


def test_a_model_that_llama_cpp_does_not_know_is_explained(folder: Path, tmp_path: Path) -> None:
    source = write_model(tmp_path / "small-f16.gguf")
    work = Quantizing(source, Target.Q4_0, folder, unheard)
    with pytest.raises(UserError) as refused:
        work.run()
    assert refused.value.text.id == "error.quantize.failed"
    assert refused.value.details
    assert work.path.name == "small-Q4_0.gguf"
    assert names(folder) == set()


def test_it_runs_beside_other_work(folder: Path, tiny_r1_model: Path) -> None:
    targets = (Target.Q4_0, Target.Q6_K)
    threads = [threading.Thread(target=Quantizing(tiny_r1_model, target, folder, unheard).run) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(folder) == {f"r1-tiny-v1-{target.value}.gguf" for target in targets}


def test_what_llama_cpp_writes_has_a_plain_name_whatever_the_folder_and_the_model_are_called(
    tmp_path: Path, tiny_r1_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[tuple[str, ...]] = []

    def noted(*arguments: str) -> list[str]:
        commands.append(arguments)
        return engine_command(*arguments)

    folder = tmp_path / "模型 é"
    source = Path(shutil.copy(tiny_r1_model, tmp_path / "小模型-f16.gguf"))
    monkeypatch.setattr("models.library.quantize_process.engine_command", noted)
    made = Quantizing(source, Target.Q4_0, folder, unheard).run()
    assert made is not None
    assert made.path == folder / "小模型-Q4_0.gguf"
    ((_job, _source, draft, _target),) = commands
    assert draft.isascii()
    assert Path(draft).name == draft


@pytest.mark.parametrize(("free", "error"), [(1 << 40, "error.quantize.failed"), (1 << 20, "error.folder.no_space")])
def test_only_a_full_disk_is_called_full(
    free: int, error: str, folder: Path, tiny_r1_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = msgspec.json.encode(QuantizingFailed("basic_ios::clear: iostream error")).decode()
    command = [sys.executable, "-c", f"print({says!r}, flush=True); raise SystemExit(1)"]
    monkeypatch.setattr("models.library.quantize_process.engine_command", lambda *_arguments: command)
    monkeypatch.setattr("models.library.writing.disk_space", lambda _folder: (free, 1 << 41))
    assert refusal(Quantizing(tiny_r1_model, Target.Q4_0, folder, unheard)) == error
