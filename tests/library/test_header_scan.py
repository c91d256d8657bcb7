"""Model files are found and read in a thread that ends."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.library import header_scan
from desktop.library.header_scan import HeaderScan
from desktop.library.model_entry import ModelEntry
from models.catalog import Role
from models.files import GgufHeader, read_header
from tests.library.samples import STARTER, broken_file, model_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The models folder; it does not exist yet."""
    return tmp_path / "models"


class Found(QObject):
    """Keeps what a scan tells.

    It stays connected as long as the scan lives: to disconnect a slot while a thread emits to it is not safe.
    """

    def __init__(self, scan: HeaderScan) -> None:
        super().__init__()
        self.listed: list[tuple[ModelEntry, ...]] = []
        self.described: list[ModelEntry] = []
        scan.listed.connect(self._on_listed)
        scan.described.connect(self._on_described)

    def _on_listed(self, entries: tuple[ModelEntry, ...]) -> None:
        self.listed.append(entries)
        self.described.clear()

    def _on_described(self, entry: ModelEntry) -> None:
        self.described.append(entry)


@pytest.fixture
def scan(qapp: object, folder: Path) -> Iterator[HeaderScan]:
    """A scan of the models folder that is ended after the test."""
    del qapp
    made = HeaderScan(folder)
    yield made
    made.stop()


@pytest.fixture
def found(scan: HeaderScan) -> Found:
    """What the scan told."""
    return Found(scan)


def look(scan: HeaderScan, found: Found, qtbot: QtBot, *recent: Path) -> list[ModelEntry]:
    """Return the files as they are described."""
    with qtbot.waitSignal(scan.finished):
        scan.scan(recent)
    assert [entry.path for entry in found.listed[-1]] == [entry.path for entry in found.described]
    return list(found.described)


def test_starter_comes_first_then_recent_files_then_the_folder_each_once(
    scan: HeaderScan, found: Found, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    starter = model_file(folder, STARTER, "Starter")
    other = model_file(folder, "a.gguf", "A")
    elsewhere = model_file(tmp_path / "elsewhere", "z.gguf", "Z")
    described = look(scan, found, qtbot, elsewhere, other)
    assert [entry.path for entry in described] == [starter, elsewhere, other]
    assert [entry.role for entry in described] == [Role.DEMO, None, None]


def test_header_tells_name_quantization_size_and_context(
    scan: HeaderScan, found: Found, folder: Path, qtbot: QtBot
) -> None:
    path = model_file(folder, "张 三's model.gguf", "A small model", context=4096)
    described = look(scan, found, qtbot)
    assert found.listed == [(ModelEntry(path, "张 三's model.gguf"),)]
    assert described == [
        ModelEntry(path, "A small model", quantization="F16", size_bytes=path.stat().st_size, context=4096)
    ]


def test_model_of_the_catalogue_has_the_name_of_the_catalogue(
    scan: HeaderScan, found: Found, folder: Path, qtbot: QtBot
) -> None:
    model_file(folder, "x.gguf", "deepseek-r1-distill-qwen-1.5b")
    assert look(scan, found, qtbot)[0].name == "DeepSeek R1 Distill Qwen 1.5B"


def test_broken_file_keeps_its_name_and_says_what_is_wrong(
    scan: HeaderScan, found: Found, folder: Path, qtbot: QtBot
) -> None:
    broken_file(folder, "page.gguf")
    entry = look(scan, found, qtbot)[0]
    assert entry.problem is not None
    assert (entry.name, entry.problem.id, entry.read) == ("page.gguf", "error.file.is_web_page", True)


def test_recent_file_that_is_gone_is_left_out(scan: HeaderScan, found: Found, tmp_path: Path, qtbot: QtBot) -> None:
    assert look(scan, found, qtbot, tmp_path / "gone.gguf") == []


def test_file_is_read_again_only_after_it_changed(
    scan: HeaderScan, found: Found, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(path: Path) -> GgufHeader:
        read.append(path)
        return read_header(path)

    monkeypatch.setattr(header_scan, "read_header", counted)
    path = model_file(folder, "a.gguf", "Before")
    assert look(scan, found, qtbot) == look(scan, found, qtbot)
    assert read == [path]
    model_file(folder, "a.gguf", "After")
    os.utime(path, (1, 1))
    assert look(scan, found, qtbot)[0].name == "After"


def test_stopping_ends_the_thread_after_the_file_it_reads(
    scan: HeaderScan, found: Found, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        model_file(folder, f"{number}.gguf", "A")
    reading, go_on = threading.Event(), threading.Event()

    def slowly(path: Path) -> GgufHeader:
        reading.set()
        go_on.wait()
        return read_header(path)

    monkeypatch.setattr(header_scan, "read_header", slowly)
    scan.scan(())
    qtbot.waitUntil(reading.is_set)
    scan.requestInterruption()
    go_on.set()
    scan.stop()
    assert not scan.isRunning()
    QApplication.processEvents()
    assert len(found.described) == 1
    assert len(look(scan, found, qtbot)) == 3


def test_fault_in_the_thread_is_logged_and_ends_nothing_else(
    scan: HeaderScan, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, expected_log: Callable[[str], None]
) -> None:
    def fail(folder: Path) -> None:
        raise OSError(folder)

    expected_log("the models could not be listed")
    monkeypatch.setattr(header_scan, "installed_starter", fail)
    with qtbot.waitSignal(scan.finished):
        scan.scan(())
