"""The running program, with the starter model in its models folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Parts, Program
from desktop.conversation import ComposerState
from models.engine import ENGINE, EngineSettings
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook

PATIENCE_MS = 60_000


class Running:
    """A program that runs, and how a test waits for it."""

    def __init__(self, program: Program, parts: Parts, qtbot: QtBot) -> None:
        self.program = program
        self.parts = parts
        self.window = parts.shell.window
        self.qtbot = qtbot

    @property
    def edit(self) -> QWidget:
        """The field that a question is typed into."""
        proxy = self.window.composer.focusProxy()
        assert proxy is not None
        return proxy

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def wait_for(self, state: ComposerState) -> None:
        self.wait(lambda: self.window.composer.state is state)


@pytest.fixture
def paths(tempera_home: Path) -> Paths:
    return Paths(tempera_home)


@pytest.fixture
def installed_starter(starter_model: Path, paths: Paths) -> Path:
    """The starter in its place, for an engine of one thread: on a busy machine two wait for each other."""
    SettingsStore(paths.settings).save(ENGINE, EngineSettings(threads=1))
    paths.models.mkdir(parents=True)
    link = paths.models / starter_model.name
    link.symlink_to(starter_model)
    return link


@pytest.fixture
def start(qtbot: QtBot, paths: Paths) -> Iterator[Callable[..., Running]]:
    """Start programs one after the other; all are closed at the end."""
    running: list[Program] = []

    def begin(model: Path | None = None, language: str = "en") -> Running:
        program = Program(paths=paths, store=SettingsStore(paths.settings), say=Phrasebook(language))
        running.append(program)
        parts = program.open(model)
        qtbot.waitExposed(parts.shell.window)
        return Running(program, parts, qtbot)

    yield begin
    for program in running:
        program.close()
