"""The few handles and types of llama.cpp that the engine uses, and its log."""

import ctypes
import logging
from collections import deque

from llama_cpp import llama_cpp as lib

from models.engine.worker.libraries import native_function
from models.runtime import Device, DeviceKind

_log = logging.getLogger(__name__)
_KINDS = {0: DeviceKind.CPU, 1: DeviceKind.GPU, 2: DeviceKind.INTEGRATED}
_LOG_LEVELS = {2: logging.INFO, 3: logging.WARNING, 4: logging.ERROR}  # ggml_log_level; 5 continues a line


class NativeLog:
    """Catches what llama.cpp and ggml print; keeps the last lines to explain a failure."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=200)
        self._open_line = ""
        # ctypes keeps no reference: the callback must live as long as the library may call it.
        self._callback = lib.llama_log_callback(self._on_line)
        lib.llama_log_set(self._callback, ctypes.c_void_p(0))

    def tail(self, count: int = 12) -> str:
        """Return the last lines, for the details of an error."""
        return "\n".join(list(self.lines)[-count:])

    def _on_line(self, level: int, text: bytes, _data: object) -> None:
        self._open_line += text.decode("utf-8", "replace")
        if not self._open_line.endswith("\n"):
            return
        line, self._open_line = self._open_line.rstrip(), ""
        if level != 1 and line:  # 1: debugging, hundreds of lines a load
            self.lines.append(line)
            _log.log(_LOG_LEVELS.get(level, logging.INFO), "%s", line)


def devices() -> tuple[Device, ...]:
    """Return the devices that the native build in use can compute on, the processor last."""
    handle, text, size = ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_size_t)
    count = native_function("ggml_backend_dev_count", ctypes.c_size_t)
    get = native_function("ggml_backend_dev_get", handle, ctypes.c_size_t)
    name = native_function("ggml_backend_dev_name", text, handle)
    description = native_function("ggml_backend_dev_description", text, handle)
    kind = native_function("ggml_backend_dev_type", ctypes.c_int, handle)
    memory = native_function("ggml_backend_dev_memory", None, handle, size, size)
    found = []
    for index in range(count()):
        device = get(index)
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        memory(device, ctypes.byref(free), ctypes.byref(total))
        found.append(
            Device(
                name=name(device).decode("utf-8", "replace"),
                description=description(device).decode("utf-8", "replace").strip(),
                kind=_KINDS.get(kind(device), DeviceKind.OTHER),
                free_bytes=free.value,
                total_bytes=total.value,
            )
        )
    return tuple(sorted(found, key=lambda device: device.kind is DeviceKind.CPU))


def device_count() -> int:
    """Return how many devices are there, without asking any of them: none before a back end is loaded."""
    count: int = native_function("ggml_backend_dev_count", ctypes.c_size_t)()
    return count


def runtime_name(found: tuple[Device, ...]) -> str:
    """Return the name of the native build by its first accelerator: cuda, vulkan, metal, else cpu."""
    for device in found:
        for runtime, prefix in (("cuda", "CUDA"), ("vulkan", "Vulkan"), ("metal", "M"), ("rocm", "ROCm")):
            if device.kind in (DeviceKind.GPU, DeviceKind.INTEGRATED) and device.name.startswith(prefix):
                return runtime
    return "cpu"


def uses_amx() -> bool:
    """Return whether the native build multiplies matrices by Intel's AMX instructions."""
    return b"AMX_INT8 = 1" in lib.llama_print_system_info()
