"""The dialog that opens any model file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from models.texts import Phrasebook


class OpenModelDialog(QFileDialog):
    """Asks for one GGUF file: call `open()`; `model_chosen` carries it. It deletes itself."""

    model_chosen = Signal(Path)

    def __init__(self, *, folder: Path, say: Phrasebook, parent: QWidget | None = None) -> None:
        super().__init__(parent, say("picker.open.title"))
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.setNameFilter(say("picker.open.filter", pattern="(*.gguf)"))
        self.setDirectory(str(folder))
        self.fileSelected.connect(self._on_file_selected)
        self.finished.connect(self.deleteLater)

    def _on_file_selected(self, file: str) -> None:
        self.model_chosen.emit(Path(file))
