"""What the engine asks of the native libraries: devices, the name of the build, the log."""

import ctypes
import logging
from collections.abc import Iterator

import pytest
from llama_cpp import llama_cpp as lib

from models.engine.worker.native import NativeLog, devices, runtime_name
from models.runtime import Device, DeviceKind


class WithoutGgml:
    """llama.cpp's handle as Windows has it: without the functions of the libraries it needs."""

    _name = lib._lib._name


@pytest.fixture
def log() -> Iterator[NativeLog]:
    yield NativeLog()
    lib.llama_log_set(_SILENT, None)


_SILENT = lib.llama_log_callback(lambda _level, _text, _data: None)


def device(name: str, kind: DeviceKind) -> Device:
    return Device(name, "", kind, 0, 0)


def test_the_processor_is_among_the_devices() -> None:
    processor = devices()[-1]
    assert processor.kind is DeviceKind.CPU
    assert processor.name == "CPU"
    assert processor.total_bytes >= processor.free_bytes > 0


def test_functions_of_ggml_are_found_in_the_libraries_beside_where_the_handle_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = devices()
    monkeypatch.setattr(lib, "_lib", WithoutGgml())
    assert [one.name for one in devices()] == [one.name for one in before]


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ((), "cpu"),
        ((device("CPU", DeviceKind.CPU),), "cpu"),
        ((device("CUDA0", DeviceKind.GPU), device("CPU", DeviceKind.CPU)), "cuda"),
        ((device("Vulkan0", DeviceKind.INTEGRATED), device("CPU", DeviceKind.CPU)), "vulkan"),
        ((device("Metal", DeviceKind.GPU), device("CPU", DeviceKind.CPU)), "metal"),
        ((device("BLAS", DeviceKind.OTHER), device("CPU", DeviceKind.CPU)), "cpu"),
    ],
)
def test_the_build_is_named_after_its_first_accelerator(found: tuple[Device, ...], name: str) -> None:
    assert runtime_name(found) == name


def test_lines_of_the_log_are_put_together(log: NativeLog, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for level, text in (
            (2, b"loading "),
            (5, b"a model\n"),
            (1, b"detail\n"),
            (4, b"no \xff memory\n"),
            (2, b"\n"),
        ):
            log._on_line(level, text, ctypes.c_void_p(0))
    assert list(log.lines) == ["loading a model", "no \ufffd memory"]
    assert log.tail(1) == "no \ufffd memory"
    caplog.clear()
