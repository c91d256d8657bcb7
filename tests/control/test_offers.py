"""Where memory ran out, a notice offers the next plan, and its button loads the model so."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.control import ModelLoading, OfferController
from desktop.notices import NoticeBar
from models.engine import OutOfMemoryError, PlanChange
from models.errors import FieldValue, Text
from models.texts import Phrasebook
from tests.support.memory_plans import LIGHTER_PLAN
from tests.support.scripted_engine import ScriptedEngine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

FIELDS: dict[str, FieldValue] = {"device": "CUDA0", "layers": 12, "all_layers": 29, "context": 8192, "batch": 128}
ERROR = OutOfMemoryError(
    Text("engine.memory.device.layers", FIELDS), "cudaMalloc failed", LIGHTER_PLAN, PlanChange.LAYERS
)


@pytest.fixture
def say() -> Phrasebook:
    return Phrasebook("en")


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    del qtbot
    return QObject()


@pytest.fixture
def offers(loading: ModelLoading, bar: NoticeBar, say: Phrasebook, owner: QObject) -> OfferController:
    return OfferController(loading=loading, notices=lambda: bar, say=say, parent=owner)


def button(bar: NoticeBar) -> QPushButton:
    return next(found for found in bar.findChildren(QPushButton) if found.text().startswith("Load"))


def test_the_button_says_what_it_does_and_does_it(
    qtbot: QtBot,
    offers: OfferController,
    loading: ModelLoading,
    engine: ScriptedEngine,
    bar: NoticeBar,
    starter_model: Path,
) -> None:
    offers.show(starter_model, ERROR, LIGHTER_PLAN)
    assert bar.current is not None
    assert bar.current.action == "Load with 12 layers"
    assert "CUDA0" in bar.current.text
    assert bar.current.details == "cudaMalloc failed"
    with qtbot.waitSignal(loading.loaded):
        QTest.mouseClick(button(bar), Qt.MouseButton.LeftButton)
    assert engine.plans == [LIGHTER_PLAN]
    assert bar.current is None


def test_an_offer_goes_when_its_model_is_loaded_otherwise(
    qtbot: QtBot, offers: OfferController, loading: ModelLoading, bar: NoticeBar, starter_model: Path
) -> None:
    offers.show(starter_model, ERROR, LIGHTER_PLAN)
    with qtbot.waitSignal(loading.loaded):
        loading.load(starter_model)
    assert bar.current is None


def test_it_stays_when_the_model_before_is_brought_back(
    qtbot: QtBot, offers: OfferController, loading: ModelLoading, bar: NoticeBar, starter_model: Path, tmp_path: Path
) -> None:
    offers.show(tmp_path / "large.gguf", ERROR, LIGHTER_PLAN)
    with qtbot.waitSignal(loading.loaded):
        loading.load(starter_model)
    assert bar.current is not None


def test_a_newer_offer_takes_the_place_of_the_one_before(
    offers: OfferController, bar: NoticeBar, starter_model: Path
) -> None:
    offers.show(starter_model, ERROR, LIGHTER_PLAN)
    to_cpu = OutOfMemoryError(Text("engine.memory.device.cpu", FIELDS), "", LIGHTER_PLAN, PlanChange.CPU)
    offers.show(starter_model, to_cpu, LIGHTER_PLAN)
    assert bar.current is not None
    assert bar.current.action == "Load on the processor"
    bar.dismiss(bar.current.number)
    assert bar.current is None
