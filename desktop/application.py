"""The application, as Qt sees it; on macOS it is told by events which files to open."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.collector import Collector
from models.installation import is_packaged

_ONLY_FOR_US = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
"""By what PyInstaller tells Qt where its parts are in a package. Qt has read it when the application is made."""


class Application(QApplication):
    """The one application of the process.

    macOS names a file that was double-clicked, or dropped on the program's icon, by an event, also at the start: there
    it is not on the command line.

    Python's garbage is collected in its thread alone, by `collector`, which is to be started when all is loaded.
    """

    file_opened = Signal(object)  # the file (a Path)

    def __init__(self, arguments: Sequence[str]) -> None:
        plugins = os.environ.get(_ONLY_FOR_US[0], "")
        if is_packaged() and ":" in plugins:  # where Qt would cut the one folder in two
            QApplication.addLibraryPath(plugins)
        super().__init__(list(arguments))
        self.collector = Collector(self)
        if is_packaged():
            for name in _ONLY_FOR_US:  # a browser or file manager made with another Qt would take our parts for its own
                os.environ.pop(name, None)

    def event(self, event: QEvent) -> bool:
        """Tell of a file that is to be opened; all else is Qt's."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)
