"""What this machine has to run models on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.control import EngineBridge, ModelLoading
from desktop.control import machine as machine_module
from desktop.control.background import Background
from desktop.control.library.fits import fit_of, guessed_shape
from desktop.control.machine import Computing, Machine, MachineFacts, examine
from models.paths import Paths
from models.runtime import Backend, DeviceMemory, Grade, PlanWish
from models.system import machine_memory
from tests.support.memory_plans import LIGHTER_PLAN
from tests.support.scripted_engine import loaded

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


class Card:
    """A machine with one card, whose free memory a test sets; counts how often it was asked."""

    def __init__(self) -> None:
        self.free = 0
        self.usable = 4 << 30
        self.asked: list[MachineFacts | None] = []

    def examine(self, paths: Paths, wanted: str | None, known: MachineFacts | None = None) -> MachineFacts:
        del paths, wanted
        self.asked.append(known)
        memory = DeviceMemory("CUDA0", Backend.CUDA, total=8 << 30, free=self.free)
        return MachineFacts((Computing(memory, "Card"),), memory=16 << 30, usable=self.usable)


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    made = Card()
    monkeypatch.setattr(machine_module, "examine", made.examine)
    return made


@pytest.fixture
def machine(loading: ModelLoading, paths: Paths) -> Iterator[Machine]:
    background = Background()
    yield Machine(paths=paths, loading=loading, background=background)
    background.close()


def free(machine: Machine) -> int:
    assert machine.facts is not None
    return machine.facts.devices[0].memory.free


def hold(bridge: EngineBridge, path: Path, *, layers: int, shared: bool = False) -> None:
    """Let the window believe that a model was loaded with `LIGHTER_PLAN`."""
    told = loaded(path)
    plan = replace(LIGHTER_PLAN, layers=layers, shared=shared)
    bridge.loaded.emit(replace(told, engine=replace(told.engine, gpu_layers=layers), plan=plan))


def test_the_free_memory_is_asked_each_time(machine: Machine, card: Card, qtbot: QtBot) -> None:
    for amount in (5 << 30, 2 << 30):
        card.free = amount
        with qtbot.waitSignal(machine.found, timeout=PATIENCE_MS):
            machine.find()
        assert free(machine) == amount
    assert card.asked[0] is None
    assert card.asked[1] is not None


def test_what_our_own_model_holds_counts_as_free_and_what_others_hold_does_not(
    machine: Machine, card: Card, bridge: EngineBridge, starter_model: Path, qtbot: QtBot
) -> None:
    card.free = 3 << 30
    hold(bridge, starter_model, layers=12)
    with qtbot.waitSignal(machine.found, timeout=PATIENCE_MS):
        machine.find()
    assert free(machine) == card.free + LIGHTER_PLAN.needed < 8 << 30
    card.free = 8 << 30
    with qtbot.waitSignal(machine.found, timeout=PATIENCE_MS):
        machine.find()
    assert free(machine) == 8 << 30
    card.free = 3 << 30
    hold(bridge, starter_model, layers=0)
    with qtbot.waitSignal(machine.found, timeout=PATIENCE_MS):
        machine.find()
    assert free(machine) == card.free


def test_a_device_that_shares_the_machines_memory_gives_it_back_to_both(
    machine: Machine, card: Card, bridge: EngineBridge, starter_model: Path, qtbot: QtBot
) -> None:
    card.free = 3 << 30
    hold(bridge, starter_model, layers=12, shared=True)
    with qtbot.waitSignal(machine.found, timeout=PATIENCE_MS):
        machine.find()
    assert machine.facts is not None
    assert machine.facts.usable == card.usable + LIGHTER_PLAN.needed
    assert free(machine) == card.free + LIGHTER_PLAN.needed


def test_it_asks_again_where_another_model_was_loaded_meanwhile(
    machine: Machine, card: Card, bridge: EngineBridge, starter_model: Path, qtbot: QtBot
) -> None:
    card.free = 3 << 30
    machine.find()
    hold(bridge, starter_model, layers=12)
    qtbot.waitUntil(
        lambda: len(card.asked) == 2 and free(machine) == card.free + LIGHTER_PLAN.needed, timeout=PATIENCE_MS
    )
