"""The field that chooses among the files of a model."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from desktop.library.amounts import size_text
from desktop.library.getting.offer import FileOffer
from models.texts import Phrasebook


class FileChoice(QComboBox):
    """Offers quantizations with their sizes; `chosen` carries the id of the one the user picks."""

    chosen = Signal(str)

    def __init__(self, *, say: Phrasebook, name: str) -> None:
        super().__init__()
        self._say = say
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("pages.quantization", name=name))
        self.setToolTip(say("pages.quantization.help"))
        self.activated.connect(self._on_activated)

    def show_files(self, files: Sequence[FileOffer], *, recommended: str, current: str) -> None:
        """Show the files, one of them as current, without telling."""
        with QSignalBlocker(self):
            self.clear()
            for file in files:
                text = f"{file.quantization} · {size_text(file.bytes, self._say, about=file.about)}"
                if file.id == recommended and len(files) > 1:
                    text = self._say("pages.recommended", file=text)
                self.addItem(text, file.id)
            self.setCurrentIndex(max(self.findData(current), 0))

    def current(self) -> str:
        """Return the id of the file that is shown."""
        return str(self.currentData())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel only with the focus: scrolling the page must not change what it passes over."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_activated(self, _index: int) -> None:
        self.chosen.emit(self.current())
