"""What NVIDIA's driver says of itself and its cards. Asking takes no memory of a card."""

from dataclasses import dataclass
from typing import Any

from models.errors import Text

NO_DRIVER = Text("runtime.no_nvidia_driver")


@dataclass(frozen=True)
class NvidiaCard:
    """One card. Memory in bytes; `compute_capability` as (8, 6); `pci_id` is the same for every program."""

    name: str
    pci_id: str
    compute_capability: tuple[int, int]
    total_bytes: int
    free_bytes: int


@dataclass(frozen=True)
class NvidiaState:
    """The driver's version, the newest CUDA it runs as (13, 0), and its cards; or the reason why there are none."""

    driver: str = ""
    cuda: tuple[int, int] = (0, 0)
    cards: tuple[NvidiaCard, ...] = ()
    reason: Text | None = None


def nvidia_state() -> NvidiaState:
    """Ask NVIDIA's driver, where there is one."""
    import pynvml  # type: ignore[import-untyped]  # only where devices are asked for

    try:
        pynvml.nvmlInit()
    except (pynvml.NVMLError_LibraryNotFound, pynvml.NVMLError_DriverNotLoaded):
        return NvidiaState(reason=NO_DRIVER)
    except pynvml.NVMLError as error:
        return NvidiaState(reason=Text("runtime.nvidia_driver_fails", {"reason": str(error)}))
    try:
        return _state(pynvml)
    except pynvml.NVMLError as error:
        return NvidiaState(reason=Text("runtime.nvidia_driver_fails", {"reason": str(error)}))
    finally:
        pynvml.nvmlShutdown()


def _state(nvml: Any) -> NvidiaState:  # noqa: ANN401  # the module has no types
    cuda = nvml.nvmlSystemGetCudaDriverVersion_v2()
    return NvidiaState(
        driver=_text(nvml.nvmlSystemGetDriverVersion()),
        cuda=(cuda // 1000, cuda % 1000 // 10),
        cards=tuple(_card(nvml, nvml.nvmlDeviceGetHandleByIndex(i)) for i in range(nvml.nvmlDeviceGetCount())),
    )


def _card(nvml: Any, handle: Any) -> NvidiaCard:  # noqa: ANN401  # the module has no types
    memory = nvml.nvmlDeviceGetMemoryInfo(handle)
    major, minor = nvml.nvmlDeviceGetCudaComputeCapability(handle)
    return NvidiaCard(
        name=_text(nvml.nvmlDeviceGetName(handle)),
        pci_id=_text(nvml.nvmlDeviceGetPciInfo(handle).busId),
        compute_capability=(int(major), int(minor)),
        total_bytes=int(memory.total),
        free_bytes=int(memory.free),
    )


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
