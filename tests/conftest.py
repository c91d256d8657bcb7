"""What every test gets: a data folder of its own, no screen, and guards that fail it for what it leaves behind."""

import gc
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.application import Application
from models.engine import process
from models.runtime import MANIFEST, NativeBuild, probe
from tests.support import left_over
from tests.support.log_guard import LogGuard
from tests.support.patient_bot import PatientBot
from tools.fetch_starter import fetch

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "models"
PHASES: Final = ("setup", "call", "teardown")


def pytest_configure() -> None:
    """Make Qt draw into memory and everybody speak plain English, whatever the machine's own settings are."""
    for name in tuple(os.environ):
        if name.startswith(("QT_", "LC_", "TEMPERA_")) or name == "LANGUAGE":
            del os.environ[name]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LANG"] = "C.UTF-8"
    # Vulkan's only card is the one made of software, which is hidden from programs that do not ask for it.
    lavapipe = os.pathsep.join(map(str, Path("/usr/share/vulkan/icd.d").glob("lvp_icd*.json")))
    os.environ.update(GGML_VK_VISIBLE_DEVICES="0", VK_DRIVER_FILES=lavapipe, VK_ICD_FILENAMES=lavapipe)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests on the graphics card made of software more time: it does a card's work on the processor's cores."""
    for item in items:
        on_the_card = isinstance(item, pytest.Function) and "vulkan_runtime" in item.fixturenames
        if on_the_card and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(autouse=True)
def tempera_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder of this test; nothing is in it, it does not even exist."""
    home = tmp_path / "tempera"
    monkeypatch.setenv("TEMPERA_HOME", str(home))
    monkeypatch.setenv("TEMPERA_RUNTIMES", "")  # what somebody built here is none of the tests' business
    return home


@pytest.fixture(autouse=True)
def _time_for_engines_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that are told to end keep the state of their conversation first: a busy machine needs longer for that.

    Who closes the program waits three seconds, and what is not kept by then is computed again. Tests look for it.
    """
    monkeypatch.setattr(process, "_PATIENCE", 60.0)


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Between tests, collect what is due: most tests have no event loop that runs for long."""
    yield
    application = QApplication.instance()
    if isinstance(application, Application):
        assert not gc.isenabled(), "the garbage collector was switched on, which may destroy Qt's objects in any thread"
        application.collector.look()


@pytest.fixture(autouse=True)
def _no_left_over_threads() -> Iterator[None]:
    before = left_over.threads()
    yield
    if left := left_over.new(left_over.threads, before):
        pytest.fail(f"threads still run: {', '.join(sorted(thread.name for thread in left))}")


@pytest.fixture(autouse=True)
def _no_left_over_processes() -> Iterator[None]:
    before = left_over.children()
    yield
    if left := left_over.new(left_over.children, before):
        pytest.fail(f"child processes still run: {', '.join(sorted(map(left_over.command_of, left)))}")


@pytest.fixture(autouse=True)
def _log_guard(caplog: pytest.LogCaptureFixture) -> Iterator[LogGuard]:
    guard = LogGuard()
    yield guard
    records = [record for phase in PHASES for record in caplog.get_records(phase)]
    if problems := list(guard.problems(records)):
        pytest.fail("\n".join(["warnings in the log", *problems]))


@pytest.fixture
def expected_log(_log_guard: LogGuard) -> Callable[[str], None]:
    """Announce a warning the test provokes: a regular expression found in `LEVEL logger.name: message`.

    An announced warning that never comes fails the test, as does one that comes unannounced and that the test did not
    take out of the log by `caplog.clear()`.
    """
    return _log_guard.expect


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """The application of every test is the program's own."""
    return Application


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[PatientBot]:
    """pytest-qt's hands and eyes, with more patience. No window of one test is there in the next."""
    yield PatientBot(request)
    for window in qapp.topLevelWidgets():
        window.close()
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def starter_model() -> Path:
    """The starter model, SmolLM2-135M-Instruct in Q4_1; fetched where it is not there yet."""
    return fetch(CACHE)


@pytest.fixture(scope="session")
def vulkan_runtime() -> Path:
    """The folder of a native build for Vulkan, whose one device is the processor in disguise, with 2,048 MiB."""
    folder = CACHE.parent / "runtimes" / "vulkan"
    if platform.system() != "Linux":
        pytest.skip("elsewhere there is no graphics card made of software")
    assert (folder / MANIFEST).exists(), "`make test` makes this build"
    # Its programs are compiled at the first use, which takes a busy machine a minute; the driver keeps them for others.
    assert probe(NativeBuild("vulkan", folder), patience=150).usable
    return folder


@pytest.fixture(scope="session")
def tiny_r1_model() -> Path:
    """A small model of random weights with R1's real tokenizer and chat template."""
    from tests.support.tiny_model import r1_model  # loads llama.cpp, which most tests do without

    return r1_model(CACHE)
