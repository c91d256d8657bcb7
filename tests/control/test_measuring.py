"""The chat's model gives its place to a benchmark and comes back, whatever becomes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.bench import BenchDialog
from desktop.control import Answering, MeasuringController, ModelLoading
from desktop.control.running_answer import AnswerRequest
from desktop.theme import DARK, LIGHT
from models.history import History
from models.sampling import SamplingSettings
from models.texts import Phrasebook
from tests.bench.reports import full_report
from tests.support.scripted_engine import ScriptedEngine
from tests.support.tiny_model import write_byte_model

SAY = Phrasebook("en")

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def measuring(answering: Answering, loading: ModelLoading, window: QWidget) -> Iterator[MeasuringController]:
    made = MeasuringController(answering=answering, loading=loading, say=SAY, window=window)
    yield made
    made.close()


@pytest.fixture
def model(qtbot: QtBot, loading: ModelLoading, tmp_path: Path) -> Path:
    path = write_byte_model(tmp_path / "bytes.gguf")
    with qtbot.waitSignal(loading.loaded):
        loading.load(path)
    return path


def opened(measuring: MeasuringController, window: QWidget) -> BenchDialog:
    measuring.open(LIGHT)
    dialog = window.findChild(BenchDialog)
    assert dialog is not None
    return dialog


def says(dialog: BenchDialog, text: str) -> bool:
    return text in [label.text() for label in dialog.findChildren(QLabel)]


def test_without_a_model_it_says_what_to_do(measuring: MeasuringController, window: QWidget) -> None:
    dialog = opened(measuring, window)
    dialog.start_requested.emit(None)
    assert says(dialog, SAY("measure.no_model"))


@pytest.mark.usefixtures("model")
def test_while_an_answer_is_written_it_waits(
    qtbot: QtBot,
    measuring: MeasuringController,
    window: QWidget,
    answering: Answering,
    history: History,
    engine: ScriptedEngine,
) -> None:
    conversation = history.conversations.create(mode="balanced").id
    answering.answer(history.messages.ask(conversation, "Hello"), AnswerRequest(SamplingSettings(), "balanced", ""))
    dialog = opened(measuring, window)
    dialog.start_requested.emit(None)
    assert says(dialog, SAY("measure.answering"))
    assert engine.loaded is not None
    engine.events.put(None)
    del qtbot


def test_the_model_comes_back_when_it_is_stopped(
    qtbot: QtBot,
    measuring: MeasuringController,
    window: QWidget,
    loading: ModelLoading,
    engine: ScriptedEngine,
    model: Path,
) -> None:
    dialog = opened(measuring, window)
    dialog.start_requested.emit(None)
    qtbot.waitUntil(lambda: engine.loaded is None)
    with qtbot.waitSignal(loading.loaded):
        dialog.stop_requested.emit()
    assert says(dialog, SAY("measure.stopped"))
    assert loading.current is not None
    assert loading.current.model.path == str(model)


@pytest.mark.usefixtures("model")
def test_the_model_comes_back_when_the_page_is_closed(
    qtbot: QtBot, measuring: MeasuringController, window: QWidget, loading: ModelLoading, engine: ScriptedEngine
) -> None:
    dialog = opened(measuring, window)
    dialog.start_requested.emit(None)
    qtbot.waitUntil(lambda: engine.loaded is None)
    with qtbot.waitSignal(loading.loaded):
        dialog.reject()


@pytest.mark.usefixtures("model")
def test_a_folder_without_the_programs_is_said(
    qtbot: QtBot, measuring: MeasuringController, window: QWidget, loading: ModelLoading, tmp_path: Path
) -> None:
    dialog = opened(measuring, window)
    with qtbot.waitSignal(loading.loaded):
        dialog.start_requested.emit(tmp_path)
    assert says(dialog, SAY("bench.no_peers", folder=str(tmp_path)))


@pytest.mark.usefixtures("model")
def test_the_end_is_shown_with_its_conditions(
    measuring: MeasuringController, window: QWidget, loading: ModelLoading
) -> None:
    dialog = opened(measuring, window)
    dialog.show_started()
    measuring._runner.measured.emit(full_report())
    measuring._runner.finished.emit(full_report())
    measuring.apply_theme(DARK)
    assert says(dialog, SAY("bench.conditions", threads=2, context=4096, rounds=5))
    assert says(dialog, "0.98 ×")
    assert not loading.busy
