"""The model picker: what is loaded, the list, loading."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop.library import ModelPicker
from desktop.library.entry_model import EntryModel, EntryRole
from desktop.library.loading_view import LoadingView
from desktop.library.model_popup import ModelPopup
from desktop.library.picker_button import PickerButton
from desktop.theme import DARK, LIGHT, ToolButton
from models.texts import Phrasebook
from tests.library.samples import STARTER, broken_file, model_file

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A models folder with the starter, another model, and a file that is none."""
    models = tmp_path / "models"
    model_file(models, STARTER, "smollm2-135m-instruct", context=8192)
    model_file(models, "other.gguf", "Other", context=131072)
    broken_file(models, "page.gguf")
    return models


@pytest.fixture
def picker(qtbot: QtBot, say: Phrasebook, folder: Path) -> Iterator[ModelPicker]:
    """A picker that shows the starter as loaded."""
    made = ModelPicker(models_folder=folder, say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.show_loaded("SmolLM2 135M Instruct", quantization="Q4_1", path=folder / STARTER)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close_down()


def button(picker: ModelPicker) -> PickerButton:
    found = picker.findChild(PickerButton)
    assert found is not None
    return found


def popup(picker: ModelPicker) -> ModelPopup:
    found = picker.findChild(ModelPopup)
    assert found is not None
    return found


def opened(picker: ModelPicker, qtbot: QtBot) -> QListView:
    """Open the list and wait until all headers are read."""
    QTest.mouseClick(button(picker), LEFT)
    view = popup(picker).findChild(QListView)
    assert view is not None
    qtbot.waitUntil(lambda: not picker._list().scan.isRunning() and view.model().rowCount() > 0)
    QApplication.processEvents()
    return view


def details(view: QListView) -> list[str]:
    model = view.model()
    return [model.index(row, 0).data(EntryRole.DETAILS) for row in range(model.rowCount())]


def test_loaded_model_is_named(picker: ModelPicker, folder: Path) -> None:
    assert button(picker).accessibleName() == "Model: SmolLM2 135M Instruct, Q4_1"
    assert str(folder / STARTER) in button(picker).toolTip()
    picker.show_nothing()
    assert button(picker).accessibleName() == "Choose a model"


def test_list_shows_facts_and_what_is_wrong(picker: ModelPicker, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    assert [view.model().index(row, 0).data() for row in range(3)] == ["SmolLM2 135M Instruct", "Other", "page.gguf"]
    starter, other, broken = details(view)
    assert starter == "English demo · F16 · 1 MB · context 8,192"
    assert other == "F16 · 1 MB · context 131,072"
    assert broken.startswith("“page.gguf” is a web page")


def test_list_begins_at_the_loaded_model_and_enter_takes_another(
    picker: ModelPicker, folder: Path, qtbot: QtBot
) -> None:
    view = opened(picker, qtbot)
    assert view.currentIndex().data(EntryRole.LOADED)
    QTest.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.model_chosen) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [folder / "other.gguf"]
    assert not popup(picker).isVisible()


def test_click_takes_a_model(picker: ModelPicker, folder: Path, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    with qtbot.waitSignal(picker.model_chosen) as told:
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(1, 0)).center())
    assert told.args == [folder / "other.gguf"]


def test_file_that_cannot_be_used_cannot_be_taken(picker: ModelPicker, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    with qtbot.assertNotEmitted(picker.model_chosen):
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(2, 0)).center())
        view.setCurrentIndex(view.model().index(1, 0))
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1
    assert popup(picker).isVisible()


def test_loaded_model_is_not_loaded_again(picker: ModelPicker, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    with qtbot.assertNotEmitted(picker.model_chosen):
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert not popup(picker).isVisible()


def test_escape_closes_the_list(picker: ModelPicker, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not popup(picker).isVisible()


def test_any_other_file_can_be_asked_for(picker: ModelPicker, qtbot: QtBot) -> None:
    opened(picker, qtbot)
    with qtbot.waitSignal(picker.open_requested):
        QTest.mouseClick(open_button(picker), LEFT)
    assert not popup(picker).isVisible()


def open_button(picker: ModelPicker) -> QPushButton:
    return action(picker, "Open a model file…")


def action(picker: ModelPicker, name: str) -> QPushButton:
    return next(one for one in popup(picker).findChildren(QPushButton) if one.accessibleName() == name)


def test_rows_have_room_for_their_sentence(picker: ModelPicker, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    heights = [view.visualRect(view.model().index(row, 0)).height() for row in range(3)]
    assert heights[2] > heights[0]
    assert view.height() >= sum(heights)


def test_empty_folder_says_so_and_offers_to_get_a_model(qtbot: QtBot, say: Phrasebook, tmp_path: Path) -> None:
    picker = ModelPicker(models_folder=tmp_path / "none", say=say, theme=DARK)
    qtbot.addWidget(picker)
    with qtbot.waitExposed(picker):
        picker.show()
    with qtbot.waitSignal(picker._list().scan.finished):
        picker.open_list()
    assert action(picker, "Get models…").hasFocus()
    with qtbot.waitSignal(picker.get_requested):
        QTest.keyClick(action(picker, "Get models…"), Qt.Key.Key_Space)
    assert not popup(picker).isVisible()
    picker.close_down()


def test_recent_files_are_listed(picker: ModelPicker, tmp_path: Path, qtbot: QtBot) -> None:
    elsewhere = model_file(tmp_path / "elsewhere", "new.gguf", "New")
    picker.set_recent((elsewhere,))
    assert opened(picker, qtbot).model().index(1, 0).data() == "New"


def test_loading_shows_how_far_it_is_and_can_be_stopped(picker: ModelPicker, qtbot: QtBot) -> None:
    picker.show_loading("A model with a name that is far too long for the bar", 0.424)
    view = picker.findChild(LoadingView)
    assert view is not None
    assert view.isVisible()
    assert not button(picker).isVisible()
    bar = view.findChild(QProgressBar)
    assert bar is not None
    assert (bar.value(), bar.accessibleName()[:15]) == (42, "Loading A model")
    cancel = view.findChild(ToolButton)
    assert cancel is not None
    assert cancel.accessibleName() == "Stop loading"
    with qtbot.waitSignal(picker.cancel_requested):
        QTest.mouseClick(cancel, LEFT)
    picker.show_nothing()
    assert button(picker).isVisible()


def test_list_stays_closed_while_loading(picker: ModelPicker) -> None:
    picker._list()
    picker.show_loading("A", 0.1)
    picker.open_list()
    assert not popup(picker).isVisible()


def test_long_names_give_way(picker: ModelPicker) -> None:
    picker.show_loaded("long " * 50, quantization="Q4_K_M", path=Path("x"))
    assert picker.minimumSizeHint().width() < 250
    assert picker.sizeHint().width() > 1000


def test_the_name_goes_before_the_rest_where_the_room_is_scarce(picker: ModelPicker) -> None:
    drawn = button(picker)
    drawn.show_model("SmolLM2 135M Instruct", "")
    drawn.resize(drawn.sizeHint())
    alone = drawn.grab().toImage()
    drawn.show_model("SmolLM2 135M Instruct", "Q4_1")
    assert drawn.grab().toImage() == alone
    drawn.resize(drawn.sizeHint())
    with_all = drawn.grab().toImage()
    drawn.show_model("SmolLM2 135M Instruct", "")
    assert drawn.grab().toImage() != with_all


def test_picker_that_is_destroyed_takes_its_thread_along(qtbot: QtBot, say: Phrasebook, folder: Path) -> None:
    for number in range(100):
        model_file(folder, f"{number:03}.gguf", "A")
    picker = ModelPicker(models_folder=folder, say=say, theme=LIGHT)
    with qtbot.waitSignal(picker._list().scan.listed):
        picker.open_list()
    shiboken6.delete(picker)
    assert not shiboken6.isValid(picker)


def test_screen_reader_hears_the_facts_too(picker: ModelPicker, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    assert isinstance(view.model(), EntryModel)
    heard = view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "SmolLM2 135M Instruct, in use, English demo · F16 · 1 MB · context 8,192"


def test_every_theme_draws_every_row(picker: ModelPicker, qtbot: QtBot) -> None:
    view = opened(picker, qtbot)
    for theme in (LIGHT, DARK):
        picker.apply_theme(theme)
        tick = view.viewport().grab(view.visualRect(view.model().index(0, 0))).toImage()
        accent = theme.colour("accent")
        assert any(tick.pixelColor(x, y) == accent for x in range(tick.width()) for y in range(tick.height()))
