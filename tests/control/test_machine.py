"""What this machine has to run models on."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import ModelLoading
from desktop.control.background import Background
from desktop.control.library.fits import fit_of, guessed_shape
from desktop.control.machine import Machine, examine
from models.paths import Paths
from models.runtime import Backend, Grade, PlanWish
from models.system import machine_memory

PATIENCE_MS = 60_000


@pytest.fixture
def paths(tempera_home: Path) -> Paths:
    return Paths(tempera_home)


def test_the_device_is_the_one_the_engine_takes(
    vulkan_runtime: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPERA_RUNTIMES", str(vulkan_runtime.parent))
    monkeypatch.setenv("GGML_VK_VISIBLE_DEVICES", "0")
    facts = examine(paths, None)
    assert facts.build is not None
    assert facts.build.folder == vulkan_runtime
    assert [device.memory.backend for device in facts.devices] == [Backend.VULKAN]
    assert facts.device("Vulkan0") == facts.devices[0]
    assert facts.memory == machine_memory() > facts.usable
    small, large = guessed_shape(500_000_000), guessed_shape(4_000_000_000)
    grades = [fit_of(shape, facts, PlanWish()) for shape in (small, large)]
    assert [fit.grade for fit in grades if fit is not None] == [Grade.FITS, Grade.PARTLY]


def test_without_any_device_the_processor_counts(
    loading: ModelLoading, paths: Paths, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TEMPERA_RUNTIMES", str(tmp_path / "none"))
    background = Background()
    machine = Machine(paths=paths, loading=loading, background=background)
    with qtbot.waitSignal(machine.found, timeout=PATIENCE_MS):
        machine.find()
    background.close()
    assert machine.facts is not None
    assert machine.facts.devices == ()
    fit = fit_of(guessed_shape(500_000_000), machine.facts, PlanWish())
    assert fit is not None
    assert fit.grade is Grade.CPU
