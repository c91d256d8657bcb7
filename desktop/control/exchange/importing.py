"""Importing: which file, how far it is, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.control.exchange.summary import summary_details, summary_sentence
from desktop.exchange import TaskDialog
from models.errors import UserError
from models.exchange import Import, ImportOptions, ImportProgress, ImportSummary, Outcome, start_import

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from models.history import History
    from models.texts import Phrasebook


class ImportController(QObject):
    """One import at a time. `imported` comes when there are new conversations."""

    imported = Signal()
    _progressed = Signal(object)  # ImportProgress, from the import's thread
    _done = Signal(object)  # Outcome, from the import's thread

    def __init__(self, *, history: History, say: Phrasebook, window: QWidget) -> None:
        super().__init__(window)
        self._history = history
        self._say = say
        self._window = window
        self._folder = Path.home()
        self._import: Import | None = None
        self._task: TaskDialog | None = None
        self._progressed.connect(self._on_progress)
        self._done.connect(self._on_done)

    @property
    def running(self) -> bool:
        """Whether an import goes on."""
        return self._import is not None

    def ask(self) -> None:
        """Ask for a file and take in what is in it."""
        if self.running:
            return
        dialog = QFileDialog(self._window, self._say("import.choose"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        known = self._say("import.filter", pattern="(*.json *.zip)")
        dialog.setNameFilters([known, self._say("import.filter.all")])
        dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(lambda file: self.take_in(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_in(self, path: Path) -> None:
        """Import a file."""
        self._folder = path.parent
        task = self._task = TaskDialog(title=self._say("import.title"), say=self._say, parent=self._window)
        task.cancelled.connect(self.cancel)
        task.start()
        options = ImportOptions(language=self._say.language)
        self._import = start_import(
            path, self._history, options, on_progress=self._progressed.emit, on_done=self._done.emit
        )

    def cancel(self) -> None:
        """Stop the import, if there is one; what was taken in stays."""
        if self._import is not None:
            self._import.cancel()

    def close(self) -> None:
        """Stop, and wait for the end."""
        if self._import is not None:
            self._import.cancel()
            self._import.wait()

    def _on_progress(self, progress: ImportProgress) -> None:
        if self._task is not None:
            percent = 100 * progress.done // max(progress.total, 1)
            sentence = self._say("import.running", percent=percent, count=progress.conversations)
            self._task.show_progress(sentence, progress.done, progress.total)

    def _on_done(self, outcome: Outcome) -> None:
        self._import = None
        task, self._task = self._task, None
        if isinstance(outcome, UserError):
            sentence, details = self._say.phrase(outcome.text), outcome.details
        else:
            sentence, details = summary_sentence(outcome, self._say), summary_details(outcome, self._say)
        if task is not None:
            task.show_outcome(sentence, details)
        if isinstance(outcome, ImportSummary) and outcome.imported:
            self.imported.emit()
