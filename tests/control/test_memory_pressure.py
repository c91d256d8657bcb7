"""While the memory of the device is nearly full: less is proposed, and answers are calmer where the user agreed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.control import EngineBridge, ModelLoading, OfferController, PressureController, SamplingChoice
from desktop.notices import Notice, NoticeBar
from models.engine import EngineSettings, Pressure, lighter_plan
from models.errors import Text
from models.files import read_header
from models.paths import Paths
from models.runtime import Backend, DeviceMemory, MemoryPlan, PlanWish, plan, shape_of_file
from models.settings import PREFERENCES, CalmAnswers, SettingsStore
from models.texts import Phrasebook
from tests.support.scripted_engine import loaded

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size
MIB = 1 << 20
FULL = Pressure(1, "CUDA0", 950 * MIB, 1000 * MIB)
BETTER = replace(FULL, used_bytes=500 * MIB, high=False)


@pytest.fixture
def store(tempera_home: Path) -> SettingsStore:
    return SettingsStore(Paths(tempera_home).settings)


@pytest.fixture
def choice(qtbot: QtBot) -> SamplingChoice:
    del qtbot
    return SamplingChoice()


Begin = Callable[[], PressureController]


@pytest.fixture
def begin(
    bridge: EngineBridge, loading: ModelLoading, choice: SamplingChoice, store: SettingsStore, bar: NoticeBar
) -> Begin:
    owner = QObject(bar)
    say = Phrasebook("en")

    def make() -> PressureController:
        return PressureController(
            bridge=bridge,
            loading=loading,
            choice=choice,
            offers=OfferController(loading=loading, notices=lambda: bar, say=say, parent=owner),
            store=store,
            notices=lambda: bar,
            say=say,
            parent=owner,
        )

    return make


def waiting(bar: NoticeBar) -> Notice | None:
    return bar.current


def calm(choice: SamplingChoice) -> bool:
    return choice.calm


def wish(store: SettingsStore) -> CalmAnswers:
    return store.load(PREFERENCES).calm_answers


def test_who_agrees_gets_calmer_answers_until_it_is_better(
    begin: Begin, bridge: EngineBridge, choice: SamplingChoice, store: SettingsStore, bar: NoticeBar
) -> None:
    controller = begin()
    told: list[Text] = []
    controller.notice.connect(told.append)
    bridge.pressure.emit(FULL)
    assert [(text.id, text.fields["percent"]) for text in told] == [("engine.pressure", 95)]
    assert not calm(choice)  # nobody agreed yet
    assert bar.current is not None
    assert bar.current.action == "Answer so then"
    bar.action_triggered.emit(bar.current.number)
    assert calm(choice)
    assert wish(store) is CalmAnswers.YES
    bridge.pressure.emit(BETTER)
    assert not calm(choice)
    bridge.pressure.emit(FULL)
    assert calm(choice)  # and nobody is asked again


def test_who_closes_the_question_is_not_asked_again(
    begin: Begin, bridge: EngineBridge, choice: SamplingChoice, store: SettingsStore, bar: NoticeBar
) -> None:
    begin()
    bridge.pressure.emit(FULL)
    asked = bar.current
    assert asked is not None
    bar.closed.emit(asked.number)
    bar.dismiss(asked.number)
    assert wish(store) is CalmAnswers.NO
    bridge.pressure.emit(BETTER)
    bridge.pressure.emit(FULL)
    assert waiting(bar) is None
    assert not calm(choice)


def test_a_model_that_is_loaded_and_another_wish_end_it(
    begin: Begin, bridge: EngineBridge, choice: SamplingChoice, store: SettingsStore
) -> None:
    store.save(PREFERENCES, replace(store.load(PREFERENCES), calm_answers=CalmAnswers.YES))
    controller = begin()
    bridge.pressure.emit(FULL)
    assert calm(choice)
    store.save(PREFERENCES, replace(store.load(PREFERENCES), calm_answers=CalmAnswers.NO))
    controller.refresh()
    assert not calm(choice)
    store.save(PREFERENCES, replace(store.load(PREFERENCES), calm_answers=CalmAnswers.YES))
    controller.refresh()
    bridge.loaded.emit(loaded(Path("x.gguf")))
    assert not calm(choice)


def planned(model: Path, total: int) -> MemoryPlan:
    device = DeviceMemory("CUDA0", Backend.CUDA, total, total)
    return plan(shape_of_file(read_header(model)), device, PlanWish(), 16 << 30)


def test_a_lighter_plan_needs_less_and_fits_what_is_left(starter_model: Path) -> None:
    total = 8 << 30
    now = planned(starter_model, total)
    model = replace(loaded(starter_model), plan=now)
    header = read_header(starter_model)
    full = Pressure(1, "CUDA0", total - (100 * MIB), total)
    lighter = lighter_plan(model, header, EngineSettings(), full)
    assert lighter is not None
    assert lighter.fits
    assert lighter.needed < now.needed
    assert lighter.available < total  # what other programs hold is not ours
    assert lighter_plan(replace(model, plan=None), header, EngineSettings(), full) is None


def test_the_proposal_is_a_notice_with_a_button(
    begin: Begin,
    bridge: EngineBridge,
    loading: ModelLoading,
    bar: NoticeBar,
    starter_model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = replace(loaded(starter_model), plan=planned(starter_model, 8 << 30))
    monkeypatch.setattr(ModelLoading, "current", property(lambda _self: model))
    monkeypatch.setattr(ModelLoading, "header", property(lambda _self: read_header(starter_model)))
    del loading
    begin()
    bridge.pressure.emit(Pressure(1, "CUDA0", (8 << 30) - 100 * MIB, 8 << 30))
    assert bar.current is not None
    assert bar.current.text.startswith("The memory of CUDA0 is nearly full")
    assert bar.current.action.startswith("Load ")
