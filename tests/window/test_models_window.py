"""The window about models in the running program."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.conversation import ComposerState
from desktop.library import ModelsDialog
from models.catalog import known_model
from models.paths import Paths
from models.settings import NETWORK, ModelSource, NetworkSettings, SettingsStore
from tests.control.library.conftest import model_content
from tests.support.hub_server import HubServer, running_hub
from tests.window.conftest import Running

MODEL = "qwen2.5-7b-instruct"
REPOSITORY = "somebody/Small-GGUF"


@pytest.fixture
def hub(paths: Paths) -> Iterator[HubServer]:
    with running_hub() as server:
        SettingsStore(paths.settings).save(NETWORK, NetworkSettings(source=ModelSource.CUSTOM, endpoint=server.address))
        yield server


def models_window(running: Running) -> ModelsDialog:
    QTest.keyClick(running.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
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
