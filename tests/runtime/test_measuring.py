"""What computing takes is asked of llama.cpp in a process of its own, and remembered."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.runtime import (
    CacheType,
    ComputeBuffers,
    ComputePoint,
    JobStoppedError,
    Measurement,
    Measurements,
    NativeBuild,
    measure,
)

OWN = NativeBuild("cpu", None)
PROCESSOR = Measurement(None, 0)
PATIENCE = 120
MIB = 1 << 20


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Where measurements are kept; neither the file nor its folder exists."""
    return tmp_path / "models" / "measurements.json"


def test_the_starter_is_measured_without_being_loaded(starter_model: Path) -> None:
    ((small, large),) = measure(starter_model, OWN, [PROCESSOR], (4096, 8192), patience=PATIENCE)
    assert (small.context, small.kv, small.device) == (4096, 90 * MIB, 0)
    assert (large.context, large.kv, large.device) == (8192, 180 * MIB, 0)
    # At the least, a batch of 512 times a vocabulary of 49,152 in four bytes.
    assert 96 * MIB <= large.host < 120 * MIB
    assert not large.output_refused


def test_a_smaller_batch_and_type_are_measured_as_such(starter_model: Path) -> None:
    wanted = Measurement(None, 0, cache_type=CacheType.Q8_0, batch=128)
    ((found,),) = measure(starter_model, OWN, [wanted], (8192,), patience=PATIENCE)
    assert found.kv == pytest.approx(180 * MIB * 17 / 32, rel=0.001)
    assert found.host < 30 * MIB


def test_a_device_that_is_not_there_is_no_answer(starter_model: Path) -> None:
    assert measure(starter_model, OWN, [Measurement("CUDA7", 99)], patience=PATIENCE) == ()


def test_a_file_that_is_no_model_is_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "\u6a21\u578b noise.gguf"
    path.write_bytes(os.urandom(4096))
    assert measure(path, OWN, [PROCESSOR], patience=PATIENCE) == ()
    assert measure(tmp_path / "nowhere.gguf", OWN, [PROCESSOR], patience=PATIENCE) == ()


def test_a_process_that_takes_too_long_is_no_answer(starter_model: Path) -> None:
    assert measure(starter_model, OWN, [PROCESSOR], patience=0.01) == ()


def test_a_build_that_cannot_be_loaded_is_no_answer(starter_model: Path, tmp_path: Path) -> None:
    assert measure(starter_model, NativeBuild("empty", tmp_path), [PROCESSOR], patience=PATIENCE) == ()


def test_what_was_measured_is_known_at_once_also_after_a_restart(starter_model: Path, cache: Path) -> None:
    measurements = Measurements(cache)
    assert measurements.known(starter_model, OWN, PROCESSOR) is None
    found = measurements.measure(starter_model, OWN, PROCESSOR, patience=PATIENCE)
    assert found is not None
    assert Measurements(cache).known(starter_model, OWN, PROCESSOR) == found
    assert Measurements(cache).measure(starter_model, OWN, PROCESSOR, patience=0.01) == found
    assert list(cache.parent.iterdir()) == [cache]


def test_another_file_batch_or_build_is_another_measurement(starter_model: Path, cache: Path, tmp_path: Path) -> None:
    measurements = Measurements(cache)
    assert measurements.measure(starter_model, OWN, PROCESSOR, patience=PATIENCE) is not None
    changed = tmp_path / "changed.gguf"
    shutil.copyfile(starter_model, changed)
    assert measurements.known(changed, OWN, PROCESSOR) is None
    assert measurements.known(starter_model, OWN, Measurement(None, 0, batch=256)) is None
    assert measurements.known(starter_model, NativeBuild("vulkan", tmp_path), PROCESSOR) is None
    assert measurements.known(tmp_path / "nowhere.gguf", OWN, PROCESSOR) is None


def test_a_failure_is_remembered_until_the_next_start(
    starter_model: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measurements = Measurements(cache)
    assert measurements.measure(starter_model, OWN, PROCESSOR, patience=0.01) is None
    with monkeypatch.context() as patch:
        patch.setattr("models.runtime.measuring.run_job", None)
        assert measurements.measure(starter_model, OWN, PROCESSOR, patience=PATIENCE) is None
    assert not cache.exists()
    assert Measurements(cache).measure(starter_model, OWN, PROCESSOR, patience=PATIENCE) is not None


def test_what_was_given_up_is_measured_the_next_time(starter_model: Path, cache: Path) -> None:
    measurements = Measurements(cache)
    with pytest.raises(JobStoppedError):
        measurements.measure(starter_model, OWN, PROCESSOR, stopped=lambda: True)
    assert measurements.measure(starter_model, OWN, PROCESSOR, patience=PATIENCE) is not None


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_damaged_file_of_measurements_is_ignored(
    starter_model: Path, cache: Path, expected_log: Callable[[str], None], content: bytes
) -> None:
    expected_log("WARNING models.json_table: ignoring the measurements in .*measurements.json")
    cache.parent.mkdir()
    cache.write_bytes(content)
    assert Measurements(cache).known(starter_model, OWN, PROCESSOR) is None


def test_between_two_contexts_computing_takes_no_more_than_on_the_line() -> None:
    points = (ComputePoint(1000, 100, 10), ComputePoint(2000, 100, 30), ComputePoint(4000, 300, 70))
    buffers = ComputeBuffers(points)
    contexts = (500, 1000, 1500, 2000, 3000, 4000, 5000)
    found = {context: buffers.at(context, 512, layers=3, all_layers=3) for context in contexts}
    assert found == {
        500: (100, 10),
        1000: (100, 10),
        1500: (100, 20),
        2000: (100, 30),
        3000: (200, 50),
        4000: (300, 70),
        5000: (400, 90),
    }


def test_a_batch_half_as_large_computes_with_half() -> None:
    buffers = ComputeBuffers((ComputePoint(1000, 100, 10), ComputePoint(2000, 200, 20)), batch=512)
    assert buffers.at(2000, 256, layers=3, all_layers=3) == (100, 10)


def test_a_device_is_measured_with_all_layers_with_half_of_them_and_with_none() -> None:
    wanted = Measurement("Vulkan0", 31, batch=256)
    assert [(one.device, one.layers, one.batch) for one in wanted.variants] == [
        ("Vulkan0", 31, 256),
        ("Vulkan0", 15, 256),
        (None, 0, 256),
    ]
    assert [(one.device, one.layers) for one in Measurement(None, 31).variants] == [(None, 0)]


def test_a_graphics_card_is_measured_in_one_go(starter_model: Path, vulkan_runtime: Path, cache: Path) -> None:
    build, wanted = NativeBuild("vulkan", vulkan_runtime), Measurement("Vulkan0", 31)
    found = Measurements(cache).measure(starter_model, build, wanted, patience=PATIENCE)
    assert found is not None
    assert [len(points) for points in (found.whole, found.part, found.none)] == [6, 6, 6]
    assert all(point.device > 90 * MIB for point in (*found.whole, *found.part))
    assert all(point.device == 0 < point.host for point in found.none)
