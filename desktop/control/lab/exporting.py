"""A measurement as files: its chart as an image, its answers as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.control.lab.phrases import plan_name
from desktop.lab import png_of, svg_of
from models.errors import UserError, user_error
from models.lab import answers_csv, write_csv

if TYPE_CHECKING:
    from desktop.control.lab.figures import Found
    from desktop.lab import LabDialog
    from models.texts import Phrasebook


class RunExport(QObject):
    """Asks where a file goes and writes what is shown into it: "svg" and "png" are the chart, "csv" the answers."""

    failed = Signal(UserError)

    def __init__(self, *, dialog: LabDialog, say: Phrasebook) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._say = say
        self._folder = Path.home()

    def ask(self, kind: str, shown: Found) -> None:
        """Ask where the file goes."""
        files = QFileDialog(self._dialog, self._say("lab.export.title"))
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.setDirectory(str(self._folder))
        files.setDefaultSuffix(kind)
        files.selectFile(f"{shown.plan.id}.{kind}")
        files.fileSelected.connect(lambda name: self.write(kind, shown, Path(name)))
        files.finished.connect(files.deleteLater)
        files.open()

    def write(self, kind: str, shown: Found, path: Path) -> None:
        """Write the file; `failed` tells why it cannot be written."""
        self._folder = path.parent
        view = self._dialog.run.chart
        try:
            if kind == "csv":
                write_csv(answers_csv(shown.plan, shown.trials, self._say), path)
            elif kind == "svg":
                _write(path, svg_of(view.chart, view.painter, view.font(), title=plan_name(shown.plan)))
            else:
                _write(path, png_of(view.chart, view.painter, view.font()))
        except UserError as error:
            self.failed.emit(error)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise user_error("lab.export.not_written", str(error), path=str(path)) from error
