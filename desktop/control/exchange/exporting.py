"""Exporting: what is asked, where it goes, how far it is, and where the file lies now."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.control.background import Background
from desktop.control.exchange.done_notice import DoneNotice
from desktop.control.exchange.pdf_files import PdfFiles
from desktop.exchange import ExportDialog, ExportWish, Target, TaskDialog
from models.errors import UserError, user_error
from models.exchange import (
    Exported,
    ExportFormat,
    ExportOptions,
    ExportProgress,
    everything,
    export_conversation,
    export_conversations,
    file_stem,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.notices import NoticeBar
    from models.history import History
    from models.texts import Phrasebook

_FIRST: Final = ExportWish(Target.MARKDOWN, thinking=False, records=False)


class ExportController(QObject):
    """One export at a time. `notices` makes the bar of notices when it is needed."""

    failed = Signal(UserError)

    def __init__(self, *, history: History, notices: Callable[[], NoticeBar], say: Phrasebook, window: QWidget) -> None:
        super().__init__(window)
        self._history = history
        self._say = say
        self._window = window
        self._done = DoneNotice(notices=notices, say=say, parent=self)
        self._background = Background(self)
        self._folder = Path.home()
        self._last = _FIRST
        self._stop = threading.Event()
        self._printing: PdfFiles | None = None
        self._task: TaskDialog | None = None

    @property
    def running(self) -> bool:
        """Whether an export goes on."""
        return self._task is not None

    def ask(self, conversations: tuple[int, ...]) -> None:
        """Ask what becomes of conversations, and where it goes."""
        if self.running:
            return
        if not conversations:
            self.failed.emit(user_error("export.nothing"))
            return
        dialog = ExportDialog(count=len(conversations), last=self._last, say=self._say, parent=self._window)
        dialog.chosen.connect(lambda wish: self._ask_where(conversations, wish))
        dialog.open()

    def ask_for_all(self) -> None:
        """Ask what becomes of all conversations."""
        self.ask(everything(self._history))

    def export(self, conversations: tuple[int, ...], wish: ExportWish, path: Path) -> None:
        """Write conversations as `wish` says: to the file `path`, or several files into the folder `path`."""
        self._stop.clear()
        task = self._task = TaskDialog(title=self._say("export.running"), say=self._say, parent=self._window)
        task.cancelled.connect(self.cancel)
        task.start()
        if wish.target is Target.PDF:
            self._print(conversations, wish, path)
        else:
            self._write(conversations, wish, path)

    def cancel(self) -> None:
        """Stop the export, if there is one."""
        self._stop.set()
        if self._printing is not None:
            self._printing.cancel()
            self._on_exported(None)

    def close(self) -> None:
        """Stop, and wait for the end."""
        self.cancel()
        self._background.close()

    def _ask_where(self, conversations: tuple[int, ...], wish: ExportWish) -> None:
        self._last = wish
        dialog = QFileDialog(self._window)
        dialog.setDirectory(str(self._folder))
        if len(conversations) > 1 and wish.target is not Target.ARCHIVE:
            dialog.setWindowTitle(self._say("export.folder"))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        else:
            dialog.setWindowTitle(self._say("export.save"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(wish.target.ending)
            dialog.selectFile(self._proposed(conversations) + wish.target.ending)
        dialog.fileSelected.connect(lambda file: self._on_place(conversations, wish, Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _proposed(self, conversations: tuple[int, ...]) -> str:
        if len(conversations) > 1:
            return "Tempera"
        return file_stem(self._history.conversations.get(conversations[0]).title)

    def _on_place(self, conversations: tuple[int, ...], wish: ExportWish, path: Path) -> None:
        self._folder = path.parent
        self.export(conversations, wish, path)

    def _write(self, conversations: tuple[int, ...], wish: ExportWish, path: Path) -> None:
        options = ExportOptions(thinking=wish.thinking, records=wish.records)
        file_format = ExportFormat(wish.target.value)

        def progress(so_far: ExportProgress) -> bool:
            self._background.tell(lambda: self._on_progress(so_far.done, so_far.total))
            return not self._stop.is_set()

        def work() -> Exported | None:
            if len(conversations) == 1 and wish.target is not Target.ARCHIVE:
                return export_conversation(self._history, conversations[0], file_format, path, options, say=self._say)
            return export_conversations(
                self._history, conversations, file_format, path, options, say=self._say, progress=progress
            )

        self._background.run(work, self._on_exported, self._on_failed, name="export")

    def _print(self, conversations: tuple[int, ...], wish: ExportWish, path: Path) -> None:
        printing = self._printing = PdfFiles(
            history=self._history, conversations=conversations, wish=wish, path=path, say=self._say, parent=self
        )
        printing.progress.connect(self._on_printed)
        printing.finished.connect(self._on_exported)
        printing.failed.connect(self._on_failed)
        printing.start()

    def _on_progress(self, done: int, total: int) -> None:
        if self._task is not None:
            self._task.show_progress(self._say("export.running.many", done=done, total=total), done, total)

    def _on_printed(self, done: int, total: int) -> None:
        if self._task is not None:
            self._task.show_progress(self._say("export.running.messages", done=done, total=total), done, total)

    def _on_exported(self, exported: Exported | None) -> None:
        self._end()
        if exported is not None:
            self._done.show(exported)

    def _on_failed(self, error: UserError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._printing = None
        if self._task is not None:
            self._task.end()
            self._task = None
