"""The best build that works is taken, or the one that is wanted, and why the others were not is said."""

import pytest

from models.errors import Text, UserError
from models.runtime import Device, DeviceKind, NativeBuild, PassedOver, ProbeReport, choose_build

CPU = Device("CPU", "a processor", DeviceKind.CPU, 8 << 30, 16 << 30)
CUDA = Device("CUDA0", "a card", DeviceKind.GPU, 7 << 30, 8 << 30)
SMALL_CUDA = Device("CUDA0", "a small card", DeviceKind.GPU, 2 << 30, 2 << 30)
LARGE_CUDA = Device("CUDA1", "a large card", DeviceKind.GPU, 20 << 30, 24 << 30)
VULKAN = Device("Vulkan0", "the same card", DeviceKind.GPU, 7 << 30, 8 << 30)
INTEGRATED = Device("Vulkan1", "in the processor", DeviceKind.INTEGRATED, 8 << 30, 16 << 30)

NO_DRIVER = Text("runtime.no_nvidia_driver")
CRASH = Text("runtime.crashes", {"signal": "SIGSEGV"})


def report(name: str, *devices: Device, reason: Text | None = None) -> ProbeReport:
    """Return what came of trying a build; without devices it is of no use."""
    return ProbeReport(NativeBuild(name, None), usable=bool(devices), devices=devices, reason=reason)


@pytest.mark.parametrize(
    ("reports", "taken", "device"),
    [
        ([report("cpu", CPU)], "cpu", None),
        ([report("cpu", CPU), report("vulkan", VULKAN, CPU)], "vulkan", VULKAN),
        ([report("vulkan", VULKAN, CPU), report("cuda13", CUDA, CPU), report("cpu", CPU)], "cuda13", CUDA),
        ([report("vulkan", INTEGRATED, CPU), report("cpu", CPU)], "vulkan", INTEGRATED),
        ([report("vulkan", INTEGRATED, VULKAN, CPU)], "vulkan", VULKAN),
        ([report("cuda13", SMALL_CUDA, LARGE_CUDA, CPU)], "cuda13", LARGE_CUDA),
        ([report("vulkan", VULKAN, CPU), report("cuda13", CPU, reason=NO_DRIVER)], "vulkan", VULKAN),
        ([report("cuda13", CPU, reason=NO_DRIVER), report("cpu", CPU)], "cpu", None),
        ([report("cuda13", reason=CRASH), report("cpu", CPU)], "cpu", None),
    ],
    ids=[
        "the processor only",
        "a card",
        "the faster way to a card",
        "in the processor",
        "a card of its own first",
        "the largest card",
        "what works",
        "made for processors",
        "what does not crash",
    ],
)
def test_the_best_that_works_is_taken(reports: list[ProbeReport], taken: str, device: Device | None) -> None:
    choice = choose_build(reports)
    assert (choice.report.build.name, choice.device) == (taken, device)


def test_the_one_that_is_wanted_is_taken() -> None:
    choice = choose_build([report("cuda13", CUDA, CPU), report("vulkan", VULKAN, CPU), report("cpu", CPU)], "vulkan")
    assert choice.device == VULKAN
    assert [one.name for one in choice.passed_over] == ["cuda13", "cpu"]


def test_the_processor_can_be_wanted() -> None:
    choice = choose_build([report("cuda13", CUDA, CPU), report("cpu", CPU)], "cpu")
    assert choice.report.build.name == "cpu"
    assert choice.device is None


def test_why_others_were_not_taken_is_said() -> None:
    reports = [report("cuda13", CPU, reason=NO_DRIVER), report("vulkan", reason=CRASH), report("cpu", CPU)]
    assert choose_build(reports).passed_over == (PassedOver("cuda13", NO_DRIVER), PassedOver("vulkan", CRASH))


def test_what_is_wanted_and_has_no_device_says_why() -> None:
    choice = choose_build([report("cuda13", CPU, reason=NO_DRIVER), report("vulkan", VULKAN, CPU)], "cuda13")
    assert choice.device is None
    assert choice.passed_over[0] == PassedOver("cuda13", NO_DRIVER)


def test_what_is_wanted_and_does_not_work_gives_way() -> None:
    choice = choose_build([report("cuda13", reason=CRASH), report("vulkan", VULKAN, CPU)], "cuda13")
    assert choice.device == VULKAN
    assert choice.passed_over == (PassedOver("cuda13", CRASH),)


def test_what_is_wanted_and_not_here_is_said_first() -> None:
    choice = choose_build([report("cpu", CPU)], "cuda12")
    assert choice.report.build.name == "cpu"
    assert choice.passed_over == (PassedOver("cuda12", Text("runtime.not_here", {"name": "cuda12"})),)


def test_where_nothing_works_that_is_said_with_the_details() -> None:
    with pytest.raises(UserError) as caught:
        choose_build([report("cuda13", reason=CRASH), report("cpu", reason=CRASH)])
    assert caught.value.text.id == "runtime.none_works"
    assert "cuda13" in caught.value.details
