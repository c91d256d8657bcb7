"""The page of the models on this machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.here.import_card import ImportCard
from desktop.library.here.model_row import ModelRow
from desktop.library.here.task_strip import Outcome
from desktop.settings import ScrollColumn
from desktop.theme import Role, Theme, plain_label, text_button
from models.library import InstalledModel
from models.texts import Phrasebook

_GAP = 12
_FIXED = 3  # places of the column before the first model


class InstalledPage(QWidget):
    """Shows `InstalledModel`s and takes in others; tells by their paths what the user wants."""

    use_requested = Signal(Path)
    verify_requested = Signal(Path)
    quantize_requested = Signal(Path, str)
    plan_requested = Signal(Path)
    reveal_requested = Signal(Path)
    remove_requested = Signal(Path)
    cancel_requested = Signal(Path)
    import_requested = Signal()
    dropped = Signal(Path)

    def __init__(self, *, say: Phrasebook, theme: Theme, margin: int) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._rows: dict[Path, ModelRow] = {}
        self._loaded: Path | None = None
        self.setAcceptDrops(True)
        self._sum = plain_label(say("picker.reading"), Role.HINT)
        self._import = text_button(say("pages.import"))
        self._notice = plain_label(role=Role.HINT)
        self._notice.hide()
        self.importing = ImportCard(say=say)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._lay_out()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(content, spacing=0, margin=margin))
        self._import.clicked.connect(self.import_requested)

    def show_models(
        self, models: Sequence[InstalledModel], *, total: str, targets: Mapping[Path, Sequence[str]]
    ) -> None:
        """Show these models with the sentence of their sum; `targets` are the types each may be turned into."""
        self.show_sum(total)
        kept = {model.path for model in models if _shown(self._rows, model) == model}
        for path in [path for path in self._rows if path not in kept]:
            row = self._rows.pop(path)
            row.hide()
            row.deleteLater()
        for place, model in enumerate(models, start=_FIXED):
            if model.path not in self._rows:
                self._rows[model.path] = self._made(model, targets.get(model.path, ()))
            self._column.insertWidget(place, self._rows[model.path])
        self.show_loaded(self._loaded)

    def show_sum(self, sentence: str) -> None:
        """Show a sentence about all models, or why they cannot be listed."""
        self._sum.setText(sentence)

    def show_loaded(self, path: Path | None) -> None:
        """Mark the loaded model."""
        self._loaded = path
        for row in self._rows.values():
            row.show_loaded(loaded=row.model.path == path)

    def show_progress(self, path: Path, sentence: str, fraction: float | None) -> None:
        """Show work on one of the models."""
        if path in self._rows:
            self._rows[path].strip.show_progress(sentence, fraction)

    def show_outcome(self, path: Path, sentence: str, outcome: Outcome) -> None:
        """Show what came of work on one of the models."""
        if path in self._rows:
            self._rows[path].strip.show_outcome(sentence, outcome)

    def show_notice(self, sentence: str) -> None:
        """Show a sentence above the list; "" takes it away."""
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for row in self._rows.values():
            row.apply_theme(theme)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a model file."""
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(_GAP)
        top.addWidget(self._sum, 1)
        top.addWidget(self._import, 0, Qt.AlignmentFlag.AlignTop)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        self._column.addLayout(top)
        self._column.addWidget(self.importing)
        self._column.addWidget(self._notice)

    def _made(self, model: InstalledModel, targets: Sequence[str]) -> ModelRow:
        row = ModelRow(model, targets=targets, say=self._say, theme=self._theme)
        row.use_requested.connect(self.use_requested)
        row.verify_requested.connect(self.verify_requested)
        row.quantize_requested.connect(self.quantize_requested)
        row.plan_requested.connect(self.plan_requested)
        row.reveal_requested.connect(self.reveal_requested)
        row.remove_requested.connect(self.remove_requested)
        row.cancel_requested.connect(self.cancel_requested)
        return row


def _shown(rows: Mapping[Path, ModelRow], model: InstalledModel) -> InstalledModel | None:
    row = rows.get(model.path)
    return row.model if row is not None else None


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
