"""What the system and llama.cpp say about a back end becomes a sentence for the user."""

import pytest

from models.errors import Text
from models.runtime import BackEnd, NvidiaState
from models.runtime.reasons import no_device, not_loaded

NO_DRIVER = Text("runtime.no_nvidia_driver")


def without_driver() -> NvidiaState:
    return NvidiaState(reason=NO_DRIVER)


def with_driver() -> NvidiaState:
    return NvidiaState("470.1", (11, 4))


@pytest.mark.parametrize(
    ("file", "line", "state", "said"),
    [
        (
            "libggml-cuda.so",
            "load_backend: failed to load /a b/x.so: libcublas.so.13: cannot open shared object file: No such",
            with_driver,
            Text("runtime.library_missing", {"library": "libcublas.so.13"}),
        ),
        (
            "libggml-cuda.so",
            "load_backend: failed to load x: libcuda.so.1: cannot open shared object file: No such file or directory",
            with_driver,
            NO_DRIVER,
        ),
        ("ggml-cuda.dll", "load_backend: failed to load C:\\x\\ggml-cuda.dll: ", without_driver, NO_DRIVER),
        (
            "ggml-cuda.dll",
            "load_backend: failed to load C:\\x\\ggml-cuda.dll: ",
            with_driver,
            Text("runtime.back_end_fails", {"file": "ggml-cuda.dll"}),
        ),
        (
            "libggml-vulkan.so",
            "load_backend: failed to load x: libvulkan.so.1: cannot open shared object file: No such file or directory",
            without_driver,
            Text("runtime.library_missing", {"library": "libvulkan.so.1"}),
        ),
        (
            "libggml-vulkan.so",
            "load_backend: failed to initialize backend from x: ggml_backend_init returned NULL",
            with_driver,
            Text("runtime.no_device"),
        ),
        ("libggml-vulkan.so", "", without_driver, Text("runtime.back_end_fails", {"file": "libggml-vulkan.so"})),
    ],
)
def test_why_a_back_end_is_not_loaded(file: str, line: str, state: object, said: Text) -> None:
    assert callable(state)
    assert not_loaded(BackEnd(file, loaded=False, messages=(line,)), state) == said


def test_an_old_driver_is_named() -> None:
    lines = ["ggml_cuda_init: failed to initialize CUDA: CUDA driver version is insufficient for CUDA runtime version"]
    back_end = BackEnd("libggml-cuda.so", loaded=True)
    assert no_device([back_end], lines, with_driver) == Text("runtime.old_nvidia_driver", {"driver": "470.1"})


def test_no_card_is_said() -> None:
    cuda, vulkan = BackEnd("libggml-cuda.so", loaded=True), BackEnd("libggml-vulkan.so", loaded=True)
    assert no_device([cuda], ["no CUDA-capable device is detected"], with_driver) == Text("runtime.no_device")
    assert no_device([cuda], [], without_driver) == NO_DRIVER
    assert no_device([vulkan], [], without_driver) == Text("runtime.no_device")
