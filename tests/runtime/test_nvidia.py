"""NVIDIA's driver is asked what it is and what cards it has; without one that is said."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from models.errors import Text
from models.runtime import NvidiaCard, NvidiaState, nvidia_state
from models.system import child_environment
from tests.support.native_folders import compiled

DRIVER = """
#include <string.h>
typedef struct { unsigned long long total, free, used; } Memory;
typedef struct { char old[16]; unsigned domain, bus, device, id, subsystem; char bus_id[32]; } Pci;
int nvmlInitWithFlags(unsigned flags) { return STATE; }
int nvmlShutdown(void) { return 0; }
const char *nvmlErrorString(int error) { return error == 9 ? "Driver Not Loaded" : "Unknown Error"; }
int nvmlSystemGetDriverVersion(char *text, unsigned size) { strncpy(text, "580.82", size); return 0; }
int nvmlSystemGetCudaDriverVersion_v2(int *version) { *version = 13010; return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **handle) { *handle = (void *)(unsigned long)(i + 1); return 0; }
int nvmlDeviceGetName(void *handle, char *text, unsigned size) { strncpy(text, "GeForce RTX 3070", size); return CARD; }
int nvmlDeviceGetMemoryInfo(void *handle, Memory *memory) {
    memory->total = 8ull << 30; memory->free = (unsigned long)handle << 30; memory->used = 0; return 0;
}
int nvmlDeviceGetCudaComputeCapability(void *handle, int *major, int *minor) { *major = 8; *minor = 6; return 0; }
int nvmlDeviceGetPciInfo_v3(void *handle, Pci *pci) {
    memset(pci, 0, sizeof *pci); strcpy(pci->bus_id, "00000000:01:00.0"); return 0;
}
"""
ASK = """
import sys, msgspec
from models.runtime import nvidia_state
sys.stdout.buffer.write(msgspec.json.encode(nvidia_state()))
"""


def asked(folder: Path, *, state: int = 0, card: int = 0) -> NvidiaState:
    """Return what is said of a driver that answers with these NVML codes."""
    code = DRIVER.replace("STATE", str(state)).replace("CARD", str(card))
    compiled(folder, "libnvidia-ml.so.1", code)
    environment = child_environment() | {"LD_LIBRARY_PATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, check=True)
    return msgspec.json.decode(done.stdout, type=NvidiaState)


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the driver of these tests is made for other systems")


def test_driver_and_cards_are_named(tmp_path: Path) -> None:
    first = NvidiaCard("GeForce RTX 3070", "00000000:01:00.0", (8, 6), 8 << 30, 1 << 30)
    second = NvidiaCard("GeForce RTX 3070", "00000000:01:00.0", (8, 6), 8 << 30, 2 << 30)
    assert asked(tmp_path) == NvidiaState("580.82", (13, 1), (first, second))


def test_a_driver_that_is_not_loaded_is_none(tmp_path: Path) -> None:
    assert asked(tmp_path, state=9) == NvidiaState(reason=Text("runtime.no_nvidia_driver"))


@pytest.mark.parametrize("failing", [{"state": 999}, {"card": 999}])
def test_a_driver_that_fails_is_said(tmp_path: Path, failing: dict[str, int]) -> None:
    said = asked(tmp_path, **failing)
    assert said == NvidiaState(reason=Text("runtime.nvidia_driver_fails", {"reason": "Unknown Error"}))


@pytest.mark.skipif(Path("/proc/driver/nvidia").exists(), reason="there is a driver here")
def test_without_a_driver_there_are_no_cards() -> None:
    assert nvidia_state() == NvidiaState(reason=Text("runtime.no_nvidia_driver"))
