"""Bugs, not errors for users: an unhandled exception becomes a report that the user can read and copy."""

import contextlib
import faulthandler
import logging
import sys
import threading
import traceback
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import QApplication

from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.crash_dialog import CrashDialog

_log = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Catches unhandled exceptions of all threads, writes each to the crash folder, and shows the first of them.

    Nothing is sent anywhere. `close` gives the hooks back.
    """

    _caught = Signal(str, str)  # report, file; "" where it could not be written

    def __init__(self, folder: Path, *, say: Phrasebook) -> None:
        super().__init__()
        self._folder = folder
        self._say = say
        self._dialog: CrashDialog | None = None
        self._native: TextIOWrapper | None = None
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._caught.connect(self._show)
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._native = (folder / "native.log").open("a", encoding="utf-8")
            faulthandler.enable(self._native)

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None

    def _on_thread_exception(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._on_exception(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        import platform  # needed by nobody but a report

        from models.release import this_package
        from models.version import program_version

        _log.critical("unhandled exception", exc_info=(kind, error, trace))
        now = datetime.now().astimezone()
        report = "\n".join(
            (
                f"Tempera {program_version()}, Python {platform.python_version()}, Qt {qVersion()}",
                f"{platform.platform()}; package: {this_package()}",
                f"{now:%Y-%m-%d %H:%M:%S}",
                "",
                "".join(traceback.format_exception(kind, error, trace)),
            )
        )
        report = report.encode(errors="backslashreplace").decode()  # half a character, as in names of files
        file = self._folder / f"crash-{now:%Y%m%d-%H%M%S}.txt"
        try:
            file.write_text(report, "utf-8")
        except OSError:  # a full disk, a data folder that is gone: then it is only shown
            self._caught.emit(report, "")
        else:
            self._caught.emit(report, str(file))

    def _show(self, report: str, file: str) -> None:
        if self._dialog is not None:
            return
        from desktop.crash_dialog import CrashDialog  # hopefully never needed: not at the start

        # Kept: without a parent, as where another program's window is in front, nothing else would hold it.
        dialog = self._dialog = CrashDialog(report, file=file, say=self._say, parent=QApplication.activeWindow())
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self._dialog = None
