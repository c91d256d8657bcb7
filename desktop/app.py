"""The composition root: builds the parts of the program and hands each what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.control import Answering, EngineBridge, ModelLoading, SamplingChoice
from desktop.crash import CrashReporter
from desktop.shell import Shell
from models.engine import ProcessEngine
from models.errors import UserError
from models.files import ChecksumCache
from models.history import History
from models.paths import Paths
from models.resources import resource
from models.settings import SettingsStore
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.single_instance import SingleInstance


@dataclass(frozen=True)
class Parts:
    """What lives from the opening of the history to the end of the program; `shell` holds the window."""

    history: History
    engine: ProcessEngine
    bridge: EngineBridge
    answering: Answering
    loading: ModelLoading
    choice: SamplingChoice
    shell: Shell

    def close(self) -> None:
        """End everything in order: what is typed and written is saved first."""
        self.shell.close()
        self.answering.close()
        self.loading.close()
        self.bridge.close()
        self.history.close()


class Program:
    """The program: one application, one data folder, one window at a time (built anew in another language)."""

    def __init__(self, *, paths: Paths, store: SettingsStore, say: Phrasebook) -> None:
        existing = QApplication.instance()
        self.application = existing if isinstance(existing, QApplication) else QApplication(["tempera"])
        self.application.setApplicationName("Tempera")
        self.application.setDesktopFileName("tempera")
        self.application.setWindowIcon(QIcon(str(resource("icons", "tempera.svg"))))
        self._paths = paths
        self._store = store
        self._say = say
        self._crashes = CrashReporter(paths.crashes, say=say)
        self._instance: SingleInstance | None = None
        self._parts: Parts | None = None

    def run(self, model: Path | None) -> int:
        """Open the window and serve it until it is closed; return the exit status.

        Where another instance uses the same data folder, that one is brought forward instead. Raises UserError where
        the history cannot be opened.
        """
        try:
            self.open(model)
        except UserError as error:
            if error.text.id == "history.locked" and self._meeting_point().call_first(model):
                return 0
            raise
        return self.application.exec()

    def open(self, model: Path | None) -> Parts:
        """Build and show the window, and begin to load a model. Raises UserError as `run`."""
        parts = self._parts = self._build()
        shell, loading = parts.shell, parts.loading
        shell.build()
        if notice := parts.history.opening.notice:
            shell.tell(notice)
        QTimer.singleShot(0, loading, lambda: self._after_first_paint(parts, model))
        return parts

    def _after_first_paint(self, parts: Parts, model: Path | None) -> None:
        if self._parts is parts:
            parts.loading.start(model)
            instance = self._meeting_point()
            instance.called.connect(parts.shell.come_forward)
            instance.listen()

    def _meeting_point(self) -> SingleInstance:
        from desktop.single_instance import SingleInstance  # QtNetwork: not before the first paint

        if self._instance is None:
            self._instance = SingleInstance(self._paths.home)
        return self._instance

    def explain(self, error: UserError) -> None:
        """Say why the window does not open."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Information, self._say("start.title"), self._say.phrase(error.text))
        box.setDetailedText(error.details)
        box.exec()

    def close(self) -> None:
        """End everything. Idempotent."""
        if self._instance is not None:
            self._instance.close()
            self._instance = None
        parts, self._parts = self._parts, None
        if parts is not None:
            parts.close()
        self._crashes.close()

    def _build(self) -> Parts:
        history = History.open(self._paths.history)
        checksums = ChecksumCache(self._paths.checksums)
        engine = ProcessEngine()
        bridge = EngineBridge(engine)
        answering = Answering(bridge=bridge, history=history, checksums=checksums)
        loading = ModelLoading(bridge=bridge, store=self._store, paths=self._paths, checksums=checksums)
        choice = SamplingChoice()
        shell = Shell(
            application=self.application,
            paths=self._paths,
            store=self._store,
            history=history,
            bridge=bridge,
            answering=answering,
            loading=loading,
            choice=choice,
        )
        return Parts(history, engine, bridge, answering, loading, choice, shell)
