"""Plans for models here and in the catalogue, loading by them, and the doctor's page."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QSlider

from desktop.control import ModelLoading
from desktop.library import Page
from models.catalog import known_model
from models.paths import Paths
from tests.control.library.conftest import Shown, model_content
from tests.support.scripted_engine import ScriptedEngine


def test_a_model_of_the_catalogue_is_planned_before_it_is_got(shown: Shown) -> None:
    page = shown.dialog.plan
    shown.dialog.catalogue.plan_requested.emit("deepseek-r1-distill-qwen-1.5b:Q4_K_M")
    assert shown.dialog.page is Page.PLAN
    shown.wait(lambda: shown.says(page, "The processor computes everything.") or shown.says(page, "layers go to"))
    assert shown.says(page, "This model is not on this computer yet.")


def test_moving_the_context_changes_the_plan_at_once(shown: Shown) -> None:
    page = shown.dialog.plan
    shown.dialog.catalogue.plan_requested.emit("qwen2.5-7b-instruct:Q4_K_M")
    shown.wait(lambda: shown.says(page, "8,192 tokens") or shown.says(page, "4,096 tokens"))
    slider = page.findChild(QSlider)
    automatic = page.findChild(QCheckBox)
    assert isinstance(slider, QSlider)
    assert isinstance(automatic, QCheckBox)
    slider.setValue(slider.maximum())
    assert shown.says(page, "32,768 tokens")
    assert not automatic.isChecked()
    automatic.click()
    assert not shown.says(page, "32,768 tokens")


def test_loading_by_a_plan_keeps_its_settings(
    shown: Shown, paths: Paths, loading: ModelLoading, engine: ScriptedEngine
) -> None:
    path = paths.models / "small-Q8_0.gguf"
    path.write_bytes(model_content())
    shown.library.open()
    shown.wait(lambda: shown.says(shown.dialog.installed, "Small"))
    page = shown.dialog.plan
    shown.dialog.installed.plan_requested.emit(path)
    shown.wait(lambda: shown.says(page, "2,048 tokens"))
    devices = page.findChildren(QComboBox)[1]
    devices.setCurrentIndex(devices.findData(""))
    devices.activated.emit(devices.currentIndex())
    slider = page.findChild(QSlider)
    assert isinstance(slider, QSlider)
    slider.setValue(0)
    shown.button(page, "Load it so").click()
    assert not shown.dialog.isVisible()
    shown.wait(lambda: not loading.busy)
    assert loading.engine_settings.context == 1024
    assert loading.engine_settings.gpu_layers == 0
    assert engine is not None


def test_the_doctor_reports_and_the_report_is_copied(shown: Shown, paths: Paths) -> None:
    page = shown.dialog.doctor
    shown.dialog.show_page(Page.DOCTOR)
    shown.wait(lambda: shown.says(page, "PySide6"))
    shown.button(page, "Copy report").click()
    copied = QApplication.clipboard().text()
    assert "PySide6" in copied
    assert shown.says(page, "The report is on the clipboard.")
    assert str(Path.home()) not in copied
    assert paths.home.exists()


def chosen(shown: Shown) -> object:
    """Return the key of the model that the page names."""
    return shown.dialog.plan.findChildren(QComboBox)[0].currentData()


def put(shown: Shown, paths: Paths, name: str) -> Path:
    """Put a model into the folder and wait until it is listed."""
    path = paths.models / f"{name}-Q8_0.gguf"
    path.write_bytes(model_content(name))
    shown.library.open()
    shown.wait(lambda: shown.says(shown.dialog.installed, name))
    return path


def test_where_the_shown_model_is_removed_another_one_is_planned(
    shown: Shown, paths: Paths, loading: ModelLoading
) -> None:
    stays, goes = put(shown, paths, "Alpha"), put(shown, paths, "Beta")
    page = shown.dialog.plan
    shown.dialog.installed.plan_requested.emit(goes)
    shown.wait(lambda: shown.says(page, "2,048 tokens"))
    goes.unlink()
    shown.library.open()
    shown.wait(lambda: not shown.says(shown.dialog.installed, "Beta"))
    assert chosen(shown) == str(stays)
    shown.wait(lambda: shown.says(page, "2,048 tokens"))
    shown.button(page, "Load it so").click()
    shown.wait(lambda: not loading.busy)
    assert loading.current is not None
    assert loading.current.model.path == str(stays)


def test_a_model_that_was_got_meanwhile_is_the_one_here(shown: Shown, paths: Paths) -> None:
    shown.dialog.catalogue.plan_requested.emit("deepseek-r1-distill-qwen-1.5b:Q4_K_M")
    known = known_model("deepseek-r1-distill-qwen-1.5b")
    assert known is not None
    path = paths.models / known.files_of("Q4_K_M")[0].name
    path.write_bytes(model_content("DeepSeek R1 Distill Qwen 1.5B", 15))
    shown.library.open()
    shown.wait(lambda: chosen(shown) == str(path))
    shown.wait(lambda: shown.says(shown.dialog.plan, "2,048 tokens"))
    assert shown.button(shown.dialog.plan, "Load it so").isEnabled()


def test_the_loaded_model_is_planned_first_and_the_sliders_stay_where_they_were(
    shown: Shown, paths: Paths, loading: ModelLoading
) -> None:
    put(shown, paths, "Alpha")
    loaded = put(shown, paths, "Beta")
    with shown.qtbot.waitSignal(loading.loaded):
        loading.load(loaded)
    shown.dialog.show_page(Page.PLAN)
    page = shown.dialog.plan
    assert chosen(shown) == str(loaded)
    shown.wait(lambda: shown.says(page, "2,048 tokens"))
    slider = page.findChild(QSlider)
    assert isinstance(slider, QSlider)
    slider.setValue(0)
    assert shown.says(page, "1,024 tokens")
    shown.dialog.show_page(Page.INSTALLED)
    shown.dialog.show_page(Page.PLAN)
    assert shown.says(page, "1,024 tokens")
