"""About the program in the running window: by its key, from the preferences, and with a real check."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from desktop.about import AboutDialog, LicencesDialog
from desktop.settings import PreferencesDialog
from desktop.theme import DARK
from models.settings import NETWORK, NetworkSettings, SettingsStore
from tests.settings_panel.finding import button, child
from tests.support.release_server import ReleaseServer, release, running_release_server
from tests.window.conftest import Running


class _Browser(QObject):
    """Takes addresses in the browser's place."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        self.opened.append(address.toString())


@pytest.fixture
def browser() -> Iterator[_Browser]:
    taker = _Browser()
    QDesktopServices.setUrlHandler("http", taker, "open")  # type: ignore[arg-type]  # a text is what works
    yield taker
    QDesktopServices.unsetUrlHandler("http")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ReleaseServer]:
    """The project's page, which this copy knows."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with running_release_server() as running:
        running.replies = [release("9999.0", "Everything is new.", f"{running.source.page}/v9999.0")]
        monkeypatch.setattr("models.release.release_source", lambda: running.source)
        yield running


def opened(running: Running) -> AboutDialog:
    """Press the key for it."""
    bring_forward(running)
    QTest.keyClick(running.window, Qt.Key.Key_F1)
    return child(running.window, AboutDialog)


def bring_forward(running: Running) -> None:
    running.window.activateWindow()
    running.wait(running.window.isActiveWindow)


def says(dialog: AboutDialog, start: str) -> bool:
    return any(label.text().startswith(start) for label in dialog.findChildren(QLabel))


def test_a_check_is_made_when_it_is_wanted_and_never_else(
    start: Callable[..., Running], server: ReleaseServer, browser: _Browser
) -> None:
    running = start()
    dialog = opened(running)
    running.qtbot.wait(50)
    assert server.asked == []
    QTest.mouseClick(button(dialog, "Check for updates"), Qt.MouseButton.LeftButton)
    running.wait(lambda: says(dialog, "Tempera 9999.0 is available; you have"))
    assert len(server.asked) == 1
    assert dialog.updates is not None
    assert child(dialog.updates, QPlainTextEdit).toPlainText() == "Everything is new."
    assert browser.opened == []
    QTest.mouseClick(button(dialog, "Open its page in the browser"), Qt.MouseButton.LeftButton)
    assert browser.opened == [f"{server.source.page}/v9999.0"]


def test_offline_a_check_asks_nobody(start: Callable[..., Running], server: ReleaseServer) -> None:
    running = start()
    SettingsStore(running.program._paths.settings).save(NETWORK, NetworkSettings(offline=True))
    dialog = opened(running)
    QTest.mouseClick(button(dialog, "Check for updates"), Qt.MouseButton.LeftButton)
    running.wait(lambda: says(dialog, "Tempera is set to offline"))
    assert server.asked == []


def test_the_preferences_lead_there_and_from_there_to_the_licences(start: Callable[..., Running]) -> None:
    running = start()
    bring_forward(running)
    QTest.keyClick(running.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    preferences = child(running.window, PreferencesDialog)
    QTest.mouseClick(button(preferences, "Version, updates, licences…"), Qt.MouseButton.LeftButton)
    dialog = child(running.window, AboutDialog)
    assert not preferences.isVisible()
    assert dialog.isVisible()
    assert dialog.updates is None
    assert says(dialog, "from its source")
    QTest.mouseClick(button(dialog, "Read the licences…"), Qt.MouseButton.LeftButton)
    licences = child(dialog, LicencesDialog)
    assert child(licences, QPlainTextEdit).toPlainText().startswith("MIT License")
    running.parts.shell._dress()
    licences.apply_theme(DARK)
    licences.close()
    dialog.close()
    running.wait(lambda: running.window.findChild(AboutDialog) is None)
    assert opened(running).isVisible()
