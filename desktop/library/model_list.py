"""The list of models behind the model picker's button: what is in it, how it is found, how it is shown."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.library.entry_model import EntryModel
from desktop.library.header_scan import HeaderScan
from desktop.library.model_popup import ModelPopup
from desktop.theme import Theme
from models.texts import Phrasebook


class ModelList(QObject):
    """Looks the models up each time it opens. Call `close_down()` before the window goes."""

    chosen = Signal(Path)
    open_requested = Signal()
    get_requested = Signal()

    def __init__(self, *, models_folder: Path, say: Phrasebook, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries = EntryModel(say=say, parent=self)
        self._popup = ModelPopup(self._entries, say=say, theme=theme, parent=parent)
        self.scan = HeaderScan(models_folder, parent=self)
        self._popup.chosen.connect(self.chosen)
        self._popup.open_requested.connect(self.open_requested)
        self._popup.get_requested.connect(self.get_requested)
        self.scan.listed.connect(self._entries.show_entries)
        self.scan.described.connect(self._entries.describe)
        self.destroyed.connect(self.scan.stop)  # a thread that outlives its object would end the program

    def open_below(self, anchor: QWidget, recent: tuple[Path, ...]) -> None:
        """Show the list; `recent` are the files used lately, the last one first."""
        self.scan.scan(recent)
        self._popup.open_below(anchor)

    def set_loaded(self, path: Path | None) -> None:
        """Mark the loaded model."""
        self._entries.set_loaded(path)

    def close(self) -> None:
        """Close the list."""
        self._popup.close()

    def close_down(self) -> None:
        """Close the list and end the thread that reads headers."""
        self._popup.close()
        self.scan.stop()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._popup.apply_theme(theme)
