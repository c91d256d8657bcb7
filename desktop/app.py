"""The composition root: builds the parts of the program and hands each what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.application import Application
from desktop.conversation import load_transcript
from desktop.crash import CrashReporter
from desktop.history_opening import HistoryOpening
from desktop.shell import Shell, show_modes
from desktop.steps import Steps
from models.errors import UserError, user_error
from models.paths import Paths, kept_together
from models.resources import resource
from models.settings import SettingsStore
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.control import Answering, Downloading, EngineBridge, ModelLoading, RunningSweep, SamplingChoice
    from desktop.single_instance import SingleInstance
    from models.engine import ProcessEngine
    from models.files import ChecksumCache
    from models.history import History


_LOADED_AHEAD = (
    "models.catalog",
    "models.sampling",
    "models.record",
    "models.engine",
    "models.files",
    "models.history",
)
"""Rooms that take a while to load, one a step, in the order in which they stand on one another."""


@dataclass(frozen=True)
class Parts:
    """What lives to the end of the program; `shell` holds the window."""

    history: History
    engine: ProcessEngine
    bridge: EngineBridge
    answering: Answering
    loading: ModelLoading
    choice: SamplingChoice
    downloading: Downloading
    lab: RunningSweep
    checksums: ChecksumCache
    shell: Shell

    def close(self) -> None:
        """End what works behind the window; what is written is saved first."""
        self.lab.close()
        self.answering.close()
        self.downloading.close()
        self.loading.close()
        self.bridge.close()


class Program:
    """The program: one application, one data folder, one window at a time (built anew in another language).

    The window comes first. What moves it (history, engine, controllers) is loaded in steps when it is on screen, while
    the user can type already.
    """

    def __init__(self, *, paths: Paths, store: SettingsStore, say: Phrasebook) -> None:
        existing = QApplication.instance()
        self.application = existing if isinstance(existing, Application) else Application(["tempera"])
        self.application.setApplicationName("Tempera")
        self.application.setDesktopFileName("tempera")
        self.application.setWindowIcon(QIcon(str(resource("icons", "tempera.svg"))))
        if kept_together():
            QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(paths.qt))
        self._paths = paths
        self._store = store
        self._say = say
        self._crashes = CrashReporter(paths.crashes, say=say)
        self._instance: SingleInstance | None = None
        self._opening: HistoryOpening | None = None
        self._history: History | None = None
        self._shell: Shell | None = None
        self._steps: Steps | None = None
        self._failure: UserError | None = None
        self._parts: Parts | None = None
        self._asked: Path | None = None
        self._serving = False
        self.application.file_opened.connect(self._on_file_opened)

    def run(self, model: Path | None) -> int:
        """Open the window and serve it until it is closed; return the exit status.

        Where another instance uses the same data folder, that one is brought forward instead. Raises UserError where
        the history cannot be opened.
        """
        try:
            self.begin(model)
            status = self.application.exec()
            if self._failure is not None:
                raise self._failure
        except UserError as error:
            if error.text.id == "history.locked" and self._meeting_point().call_first(model):
                return 0
            raise
        return status

    def begin(self, model: Path | None) -> Steps:
        """Show the window and begin the steps that bring it to life.

        Raises UserError where another instance holds the history.
        """
        if self._may_be_in_use():
            self._open_history()  # first: no window is to flash up where another instance has one
        shell = self._shell = Shell(application=self.application, paths=self._paths, store=self._store)
        shell.build()
        steps = self._steps = Steps(self._furnish(shell, model), after=shell.window)
        steps.failed.connect(self._on_failed)
        steps.start()
        return steps

    def open(self, model: Path | None) -> Parts:
        """Show the window and bring it to life at once. Raises UserError as `run`."""
        self.begin(model).finish()
        if self._parts is None:
            raise RuntimeError("the steps did not make the parts")
        return self._parts

    @property
    def shell(self) -> Shell:
        """What holds the window."""
        if self._shell is None:
            raise RuntimeError("there is no window yet")
        return self._shell

    def explain(self, error: UserError) -> None:
        """Say why the window does not open."""
        from desktop.refusal import refusal_box

        refusal_box(self._say.phrase(error.text), details=error.details, say=self._say).exec()

    def close(self) -> None:
        """End everything in order: what is typed and written is saved first. Idempotent."""
        self._serving = False
        if self._steps is not None:
            self._steps.cancel()
        if self._instance is not None:
            self._instance.close()
            self._instance = None
        shell, self._shell = self._shell, None
        if shell is not None:
            shell.close()
        parts, self._parts = self._parts, None
        if parts is not None:
            parts.close()
        if self._opening is not None:
            self._opening.close()
            self._opening = None
        if self._history is not None:
            self._history.close()
            self._history = None
        self.application.collector.stop()
        self._crashes.close()

    def _furnish(self, shell: Shell, model: Path | None) -> Iterator[None]:
        """Build what the first frame does without. Each step takes a few hundredths of a second at most."""
        for room in _LOADED_AHEAD:
            import_module(room)
            yield
        show_modes(shell.window)
        yield
        if self._history is None:
            self._opening = HistoryOpening(self._paths.history)
            yield from self._opening.steps()
        history = self._open_history()
        listed = history.conversations.recent()
        yield
        shell.window.sidebar.show_conversations(listed, current=None)
        yield
        yield from load_transcript()
        parts = self._parts = self._build(shell, history)
        yield
        from desktop.controllers import Backstage

        yield
        shell.enliven(
            Backstage(
                history=history,
                bridge=parts.bridge,
                answering=parts.answering,
                loading=parts.loading,
                choice=parts.choice,
                downloading=parts.downloading,
                lab=parts.lab,
                checksums=parts.checksums,
                paths=self._paths,
            )
        )
        if notice := history.opening.notice:
            shell.tell(notice)
        yield
        parts.loading.start(model or self._asked)
        self._serving = True
        yield
        instance = self._meeting_point()
        instance.called.connect(shell.come_forward)
        instance.listen()
        self.application.collector.start()  # not before: while so much is loaded, it would walk it again and again

    def _build(self, shell: Shell, history: History) -> Parts:
        from desktop.control import Answering, Downloading, EngineBridge, ModelLoading, RunningSweep, SamplingChoice
        from models.engine import ProcessEngine
        from models.files import ChecksumCache
        from models.sampling import MeasuredBands

        checksums = ChecksumCache(self._paths.checksums)
        engine = ProcessEngine(states=self._paths.state if history.is_kept else None)
        engine.forget(tuple(map(str, history.opening.purged)))
        bridge = EngineBridge(engine)
        answering = Answering(bridge=bridge, history=history, checksums=checksums)
        loading = ModelLoading(bridge=bridge, store=self._store, paths=self._paths, checksums=checksums)
        downloading = Downloading(store=self._store, paths=self._paths)
        return Parts(
            history=history,
            engine=engine,
            bridge=bridge,
            answering=answering,
            loading=loading,
            choice=SamplingChoice(MeasuredBands(self._paths.measured_bands)),
            downloading=downloading,
            lab=RunningSweep(bridge=bridge, folder=self._paths.sweeps),
            checksums=checksums,
            shell=shell,
        )

    def _open_history(self) -> History:
        if self._history is None:
            opening = self._opening or HistoryOpening(self._paths.history)
            self._history = opening.take()
            # A newer program's file is not held, which else keeps a second window away.
            if not self._history.is_kept and self._meeting_point().is_taken():
                raise user_error("history.locked")
        return self._history

    def _on_file_opened(self, model: Path) -> None:
        if self._serving:
            self.shell.come_forward(model)
        else:  # macOS says at the start, too, for what the program was opened
            self._asked = model

    def _on_failed(self, error: UserError) -> None:
        self._failure = error
        self.application.quit()

    def _may_be_in_use(self) -> bool:
        """Say whether an instance is running, or was cut off: SQLite's journal is there until the file is closed."""
        history = self._paths.history
        return history.with_name(f"{history.name}-wal").exists()

    def _meeting_point(self) -> SingleInstance:
        from desktop.single_instance import SingleInstance

        if self._instance is None:
            self._instance = SingleInstance(self._paths.home)
        return self._instance
