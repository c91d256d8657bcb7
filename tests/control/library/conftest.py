"""The window about models over a scripted engine, real files, and a hub on this computer."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.control import Answering, Downloading, LibraryController, ModelLoading
from desktop.library import ModelsDialog
from desktop.theme import LIGHT
from models.files import ChecksumCache
from models.paths import Paths
from models.settings import NETWORK, ModelSource, NetworkSettings, SettingsStore
from models.texts import Phrasebook
from tests.support.gguf_bytes import GgufFile, sound_with, text, u32
from tests.support.hub_server import HubServer, running_hub

REPOSITORY = "somebody/Small-GGUF"


def model_content(name: str = "Small", file_type: int = 7) -> bytes:
    """Return a sound model without weights; the file type 7 says Q8_0, 1 says F16."""
    values = sound_with(general__name=text(name), general__file_type=u32(file_type), qwen2__context_length=u32(2048))
    return GgufFile(values).to_bytes()


class Shown:
    """The window, and how a test looks at it and presses what is in it."""

    def __init__(self, library: LibraryController, downloading: Downloading, window: QWidget, qtbot: QtBot) -> None:
        self.library = library
        self.downloading = downloading
        self.qtbot = qtbot
        library.open()
        found = window.findChild(ModelsDialog)
        assert isinstance(found, ModelsDialog)
        self.dialog = found

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition)

    def texts(self, page: QWidget) -> set[str]:
        """Return what the labels of a page say, those that are shown."""
        return {label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)}

    def says(self, page: QWidget, part: str) -> bool:
        """Say whether a label of a page has these words."""
        return any(part in words for words in self.texts(page))

    def button(self, page: QWidget, name: str) -> QAbstractButton:
        """Return the button of a page that a screen reader calls so."""
        for button in page.findChildren(QAbstractButton):
            if name in (button.accessibleName(), button.text()) and button.isVisibleTo(page):
                return button
        raise LookupError(name)

    def has_button(self, page: QWidget, name: str) -> bool:
        """Say whether a page has such a button."""
        try:
            return self.button(page, name) is not None
        except LookupError:
            return False


@pytest.fixture
def paths(tempera_home: Path) -> Paths:
    found = Paths(tempera_home)
    found.models.mkdir(parents=True)
    return found


@pytest.fixture
def store(paths: Paths) -> SettingsStore:
    return SettingsStore(paths.settings)


@pytest.fixture
def hub() -> Iterator[HubServer]:
    with running_hub() as server:
        yield server


@pytest.fixture
def downloading(store: SettingsStore, paths: Paths, hub: HubServer) -> Iterator[Downloading]:
    store.save(NETWORK, NetworkSettings(source=ModelSource.CUSTOM, endpoint=hub.address))
    made = Downloading(store=store, paths=paths)
    yield made
    made.close()


@pytest.fixture
def shown(
    qtbot: QtBot,
    downloading: Downloading,
    loading: ModelLoading,
    answering: Answering,
    checksums: ChecksumCache,
    paths: Paths,
) -> Iterator[Shown]:
    window = QWidget()
    qtbot.addWidget(window)
    library = LibraryController(
        downloading=downloading,
        loading=loading,
        answering=answering,
        checksums=checksums,
        paths=paths,
        theme=LIGHT,
        say=Phrasebook("en"),
        window=window,
    )
    yield Shown(library, downloading, window, qtbot)
    downloading.close()
    library.close_down()
