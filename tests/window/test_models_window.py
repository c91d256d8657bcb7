"""The window about models in the running program."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.conversation import ComposerState
from desktop.library import ModelsDialog
from desktop.settings.engine_group import EngineGroup
from desktop.settings.row import SettingRow
from models import library as library_room
from models.catalog import known_model
from models.engine import EngineSettings
from models.paths import Paths
from models.settings import NETWORK, Language, ModelSource, NetworkSettings, SettingsStore
from tests.control.library.conftest import model_content
from tests.support.hub_server import HubServer, running_hub
from tests.support.waiting_quantizer import WaitingQuantizer
from tests.window.conftest import Running

MODEL = "qwen2.5-7b-instruct"
REPOSITORY = "somebody/Small-GGUF"


@pytest.fixture
def hub(paths: Paths) -> Iterator[HubServer]:
    with running_hub() as server:
        SettingsStore(paths.settings).save(NETWORK, NetworkSettings(source=ModelSource.CUSTOM, endpoint=server.address))
        yield server


def models_window(running: Running) -> ModelsDialog:
    QTest.keySequence(running.window, running.window.models_button.keys)
    found = running.window.findChild(ModelsDialog)
    assert isinstance(found, ModelsDialog)
    running.wait(found.isVisible)
    return found


def says(dialog: ModelsDialog, words: str) -> bool:
    return any(words in label.text() for label in dialog.findChildren(QLabel))


def test_the_key_opens_the_catalogue_with_grades_for_this_machine(
    start: Callable[..., Running], installed_starter: Path
) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    dialog = models_window(running)
    known = known_model(MODEL)
    assert known is not None
    assert says(dialog, known.name)
    running.wait(lambda: says(dialog, "For this computer:"))
    running.wait(lambda: says(dialog, "In use"))
    assert installed_starter.exists()


def test_a_model_that_arrives_is_offered_in_the_main_window(
    start: Callable[..., Running], installed_starter: Path, hub: HubServer, paths: Paths
) -> None:
    hub.add(REPOSITORY, "small-Q8_0.gguf", model_content())
    running = start()
    running.wait_for(ComposerState.READY)
    dialog = models_window(running)
    dialog.catalogue.list_requested.emit(REPOSITORY)
    running.wait(lambda: says(dialog, "One model in"))
    get = next(one for one in dialog.findChildren(QPushButton) if one.accessibleName() == "Get: small-Q8_0.gguf")
    dialog.close()
    get.click()
    running.wait(lambda: running.window.notices.current is not None)
    notice = running.window.notices.current
    assert notice is not None
    assert notice.text == "small-Q8_0 is on this computer now."
    assert notice.action == "Use it"
    assert (paths.models / "small-Q8_0.gguf").exists()
    assert installed_starter.exists()


def test_the_window_ends_with_its_work(start: Callable[..., Running], installed_starter: Path) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    dialog = models_window(running)
    dialog.doctor.examine_requested.emit()
    running.program.close()
    assert not dialog.isVisible()
    assert installed_starter.exists()


def test_settings_of_a_plan_are_shown_in_the_panel_and_not_lost_by_its_button(
    start: Callable[..., Running], installed_starter: Path
) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    running.window.open_parts(sidebar=True, panel=True)
    running.window.resize(1400, 800)
    running.wait(lambda: running.window.panel.findChild(EngineGroup) is not None)
    group = running.window.panel.findChild(EngineGroup)
    assert isinstance(group, EngineGroup)
    rows = {row.declaration.name: row for row in group.findChildren(SettingRow)}
    loading = running.parts.loading
    with running.qtbot.waitSignal(loading.loaded, timeout=60_000):
        loading.load_so(installed_starter, EngineSettings(context=1024))
    assert rows["context"].field.current() == 1024
    rows["threads"].set_value(2)
    apply = next(one for one in group.findChildren(QPushButton) if one.text() == "Apply and reload")
    with running.qtbot.waitSignal(loading.loaded, timeout=60_000):
        apply.click()
    assert loading.engine_settings == EngineSettings(context=1024, threads=2)
    assert not apply.isEnabled()


def test_another_language_waits_for_the_work_on_a_model(
    start: Callable[..., Running], installed_starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_room, "Quantizing", WaitingQuantizer)
    running = start()
    running.wait_for(ComposerState.READY)
    dialog = models_window(running)
    dialog.installed.quantize_requested.emit(installed_starter, "Q4_0")
    shell = running.parts.shell
    shell.preferences.set_language(Language.CHINESE)
    assert shell.window is running.window
    notice = running.window.notices.current
    assert notice is not None
    assert notice.text == "The language changes as soon as the work on your models is done."
    dialog.installed.cancel_requested.emit(installed_starter)
    running.wait(lambda: shell.say.language == "zh_CN")
    assert shell.window is not running.window
