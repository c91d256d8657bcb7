"""A native build is tried in a process of its own; whatever happens there is an answer."""

import shutil
import sys
from pathlib import Path

import pytest

from models.errors import Text
from models.runtime import DeviceKind, NativeBuild, ProbeReport, find_builds, probe, probe_all
from tests.runtime.builds import make_build
from tests.support.native_folders import ABORTS, HANGS, NOTHING, compiled, without

MIB = 1 << 20


def tried(folder: Path, patience: float = 60) -> ProbeReport:
    """Return what came of trying the libraries in a folder."""
    return probe(NativeBuild("vulkan", folder), patience)


def reason(report: ProbeReport) -> Text:
    """Return the reason of a report that must have one."""
    assert report.reason is not None, report
    return report.reason


@pytest.fixture
def empty_vulkan(vulkan_runtime: Path, tmp_path: Path) -> Path:
    """The folder of the Vulkan build without its back end for Vulkan."""
    return without(vulkan_runtime, ("libggml-vulkan",), tmp_path / "vulkan")


def test_own_libraries_compute_on_the_processor() -> None:
    report = probe(NativeBuild("cpu", None), 60)
    assert report.usable
    assert report.reason is None
    assert [device.name for device in report.devices] == ["CPU"]
    assert report.accelerators == ()


def test_the_device_of_the_vulkan_build_is_found_and_computes(vulkan_runtime: Path) -> None:
    build, _own = find_builds([vulkan_runtime])
    assert build.problem is None
    report = probe(build, 60)
    assert report.usable
    assert report.reason is None
    (device,) = report.accelerators
    assert (device.name, device.kind) == ("Vulkan0", DeviceKind.GPU)
    assert device.total_bytes == 2048 * MIB
    assert report.devices[-1].kind is DeviceKind.CPU
    assert "libggml-vulkan.so" in report.details


def test_a_build_without_a_card_still_has_the_processor(vulkan_runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VK_DRIVER_FILES", "/nowhere")
    monkeypatch.setenv("VK_ICD_FILENAMES", "/nowhere")
    report = tried(vulkan_runtime)
    assert report.usable
    assert report.accelerators == ()
    assert reason(report).id == "runtime.no_device"


def test_several_builds_are_tried_at_once(vulkan_runtime: Path) -> None:
    reports = probe_all(find_builds([vulkan_runtime]), 60)
    assert [(report.build.name, report.usable) for report in reports] == [("vulkan", True), ("cpu", True)]
    assert probe_all([]) == ()


def test_a_build_that_is_damaged_is_not_started(tmp_path: Path) -> None:
    folder = make_build(tmp_path / "vulkan", made_for="0.0.1")
    build, _own = find_builds([folder])
    report = probe(build)
    assert not report.usable
    assert report.reason == build.problem


def test_an_empty_folder_is_no_build(tmp_path: Path) -> None:
    report = tried(tmp_path)
    assert not report.usable
    assert reason(report).id == "runtime.not_loaded"
    assert report.details == "Shared library with base name 'llama' not found"


def test_a_crash_is_an_answer(tmp_path: Path) -> None:
    compiled(tmp_path, "libllama.so", ABORTS)
    report = tried(tmp_path)
    assert not report.usable
    assert reason(report) == Text("runtime.crashes", {"signal": "SIGABRT"})


def test_a_crash_of_a_driver_is_an_answer(empty_vulkan: Path) -> None:
    compiled(empty_vulkan, "libggml-vulkan.so", ABORTS)
    report = tried(empty_vulkan)
    assert not report.usable
    assert reason(report).id == "runtime.crashes"


def test_hanging_is_an_answer(empty_vulkan: Path) -> None:
    compiled(empty_vulkan, "libggml-vulkan.so", HANGS)
    report = tried(empty_vulkan, patience=3)
    assert not report.usable
    assert reason(report) == Text("runtime.too_slow", {"seconds": 3})


def test_a_library_that_lacks_is_named(empty_vulkan: Path) -> None:
    needed = compiled(empty_vulkan, "libneeded.so.13", NOTHING, "-Wl,-soname,libneeded.so.13")
    compiled(empty_vulkan, "libggml-cuda.so", NOTHING, "-Wl,--no-as-needed", str(needed))
    needed.unlink()
    report = tried(empty_vulkan)
    assert report.usable, "the processor is still there"
    assert [device.name for device in report.devices] == ["CPU"]
    assert reason(report) == Text("runtime.library_missing", {"library": "libneeded.so.13"})
    assert "libneeded.so.13: cannot open shared object file" in report.details


def test_without_nvidias_driver_a_cuda_build_says_so(empty_vulkan: Path) -> None:
    driver = compiled(empty_vulkan, "libcuda.so", NOTHING, "-Wl,-soname,libcuda.so.1")
    compiled(empty_vulkan, "libggml-cuda.so", NOTHING, "-Wl,--no-as-needed", str(driver))
    driver.unlink()
    report = tried(empty_vulkan)
    assert report.usable
    assert reason(report).id == "runtime.no_nvidia_driver"


def test_a_build_in_one_piece_that_needs_nvidias_driver_says_so_too(tmp_path: Path) -> None:
    driver = compiled(tmp_path, "libcuda.so", NOTHING, "-Wl,-soname,libcuda.so.1")
    compiled(tmp_path, "libllama.so", NOTHING, "-Wl,--no-as-needed", str(driver))
    driver.unlink()
    report = tried(tmp_path)
    assert not report.usable
    assert reason(report).id == "runtime.no_nvidia_driver"


def test_what_is_no_back_end_is_said(empty_vulkan: Path) -> None:
    compiled(empty_vulkan, "libggml-vulkan.so", NOTHING)
    report = tried(empty_vulkan)
    assert report.usable
    assert reason(report) == Text("runtime.back_end_fails", {"file": "libggml-vulkan.so"})


def test_a_link_out_of_the_folder_is_not_followed(empty_vulkan: Path, vulkan_runtime: Path) -> None:
    (empty_vulkan / "libggml-vulkan.so").symlink_to(vulkan_runtime / "libggml-vulkan.so")
    report = tried(empty_vulkan)
    assert report.accelerators == ()
    assert "leads out" in report.details


def test_a_variant_that_is_broken_makes_room_for_the_next(vulkan_runtime: Path, tmp_path: Path) -> None:
    folder = without(vulkan_runtime, ("libggml-cpu-haswell", "libggml-vulkan"), tmp_path / "cpu")
    assert (folder / "libggml-cpu-x64.so").exists()
    (folder / "libggml-cpu-haswell.so").write_bytes(b"no library")
    report = tried(folder)
    assert report.usable
    assert [device.name for device in report.devices] == ["CPU"]


def test_without_any_back_end_nothing_is_usable(vulkan_runtime: Path, tmp_path: Path) -> None:
    report = tried(without(vulkan_runtime, ("libggml-cpu", "libggml-vulkan"), tmp_path / "none"))
    assert not report.usable
    assert report.devices == ()


SCRIPTED = """
import os, sys
from models.runtime import *
def say(message):
    sys.stdout.buffer.write(message_line(message))
    sys.stdout.buffer.flush()
cards = [Device(name, f"card {name}", DeviceKind.GPU, 1, 2) for name in ("CUDA0", "CUDA1")]
say(BackEndsLoaded((BackEnd("libggml-cuda.so", loaded=True),)))
say(DevicesFound("0.3.36", (*cards, Device("CPU", "", DeviceKind.CPU, 1, 2))))
for card in cards:
    if card.name in BREAKING and card.name not in sys.argv[1:]:
        os.abort()
    if card.name not in sys.argv[1:]:
        say(DeviceTried(card.name, WRONG.get(card.name, "")))
"""


def scripted(monkeypatch: pytest.MonkeyPatch, *, breaking: tuple[str, ...] = (), wrong: str = "") -> ProbeReport:
    """Try a build whose process finds two cards, of which some end it or compute wrongly."""
    values = f"BREAKING = {breaking!r}; WRONG = { ({wrong: 'it computes 3'} if wrong else {})!r}"
    command = [sys.executable, "-c", f"{values}\n{SCRIPTED}"]
    monkeypatch.setattr(
        sys.modules["models.runtime.probe"], "engine_command", lambda _job, *devices: [*command, *devices]
    )
    return tried(Path("nowhere"))


def test_a_card_that_ends_the_process_is_left_out_and_the_others_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    report = scripted(monkeypatch, breaking=("CUDA0",))
    assert report.usable
    assert report.reason is None
    assert [device.name for device in report.devices] == ["CUDA1", "CPU"]


def test_where_every_card_ends_the_process_the_processor_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    report = scripted(monkeypatch, breaking=("CUDA0", "CUDA1"))
    assert report.usable
    assert reason(report) == Text("runtime.device_fails", {"device": "card CUDA0"})
    assert [device.name for device in report.devices] == ["CPU"]


def test_a_card_that_computes_wrongly_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    report = scripted(monkeypatch, wrong="CUDA1")
    assert [device.name for device in report.devices] == ["CUDA0", "CPU"]
    assert "CUDA1: it computes 3" in report.details
    assert reason(scripted(monkeypatch, breaking=("CUDA0",), wrong="CUDA1")).id == "runtime.device_fails"


def test_noise_of_a_driver_is_no_answer(tmp_path: Path) -> None:
    code = (
        '#include <stdio.h>\n__attribute__((constructor)) static void start(void) { puts("MESA: {}"); fflush(stdout); }'
    )
    compiled(tmp_path, "libllama.so", code)
    report = tried(tmp_path)
    assert not report.usable
    assert reason(report).id == "runtime.not_loaded"


def test_a_cuda_build_that_was_made_here_is_tried_to_the_end() -> None:
    folder = next((Path(__file__).parents[2] / "build" / "runtimes").glob("cuda*"), None)
    if folder is None:
        pytest.skip("no CUDA build was made here; make runtime-cuda ARCH=86 makes one, in 20 minutes and more")
    report = tried(folder)
    assert report.usable
    if shutil.which("nvidia-smi") is None:
        assert reason(report).id == "runtime.no_nvidia_driver"
    else:
        assert report.accelerators
