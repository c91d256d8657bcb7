"""The model picker in the top bar: which model is loaded, the list of others, and loading."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from desktop.library.entry_model import EntryModel
from desktop.library.header_scan import HeaderScan
from desktop.library.loading_view import LoadingView
from desktop.library.model_popup import ModelPopup
from desktop.library.picker_button import PickerButton
from desktop.theme import Theme, tooltip
from models.texts import Phrasebook


class ModelPicker(QWidget):
    """Shows what its owner says is loaded; tells what the user wants. Its list is looked up each time it opens.

    `open_requested` asks for the dialog that opens any file. Call `close_down()` before the window goes: a thread may
    be reading headers.
    """

    model_chosen = Signal(Path)
    cancel_requested = Signal()
    open_requested = Signal()

    def __init__(self, *, models_folder: Path, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._recent: tuple[Path, ...] = ()
        self._loaded: Path | None = None
        self._button = PickerButton(theme=theme)
        self._loading = LoadingView(say=say, theme=theme)
        self._entries = EntryModel(say=say, parent=self)
        self._popup = ModelPopup(self._entries, say=say, theme=theme, parent=self)
        self._scan = HeaderScan(models_folder, parent=self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._button)
        self._pages.addWidget(self._loading)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._connect()
        self.show_nothing()

    def show_loaded(self, name: str, *, quantization: str, path: Path) -> None:
        """Show the loaded model."""
        self._show_button(name, quantization, path)
        full = f"{name}, {quantization}" if quantization else name
        self._button.setAccessibleName(self._say("picker.button", model=full))
        self._button.setToolTip(tooltip(name, str(path), self._say("picker.button.help")))

    def show_loading(self, name: str, fraction: float) -> None:
        """Show how much of a model is loaded (0 to 1), with a way to stop it."""
        self._popup.close()
        self._loading.show_progress(name, fraction)
        self._pages.setCurrentWidget(self._loading)
        self.updateGeometry()

    def show_nothing(self) -> None:
        """Show that no model is loaded."""
        self._show_button(self._say("picker.choose"), "", None)
        self._button.setAccessibleName(self._say("picker.choose"))
        self._button.setToolTip(tooltip(self._say("picker.button.help")))

    def set_recent(self, files: tuple[Path, ...]) -> None:
        """Set the files to list beside those in the models folder, the one opened last first."""
        self._recent = files

    def open_list(self) -> None:
        """Open the list of models, unless one is loading."""
        if self._page() is self._button:
            self._scan.scan(self._recent)
            self._popup.open_below(self._button)

    def close_down(self) -> None:
        """Close the list and end the thread that reads headers."""
        self._popup.close()
        self._scan.stop()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self._button, self._loading, self._popup):
            part.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Return what the page on top asks for."""
        return self._page().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return what the page on top needs."""
        return self._page().minimumSizeHint()

    def _page(self) -> QWidget:
        return self._loading if self._pages.currentWidget() is self._loading else self._button

    def _connect(self) -> None:
        self._button.clicked.connect(self.open_list)
        self._loading.cancel_requested.connect(self.cancel_requested)
        self._popup.chosen.connect(self._on_chosen)
        self._popup.open_requested.connect(self.open_requested)
        self._scan.listed.connect(self._entries.show_entries)
        self._scan.described.connect(self._entries.describe)
        self.destroyed.connect(self._scan.stop)  # a thread that outlives its object would end the program

    def _show_button(self, name: str, quantization: str, path: Path | None) -> None:
        self._loaded = path
        self._entries.set_loaded(path)
        self._button.show_model(name, quantization)
        self._pages.setCurrentWidget(self._button)
        self.updateGeometry()

    def _on_chosen(self, path: Path) -> None:
        self._button.setFocus(Qt.FocusReason.PopupFocusReason)
        if path != self._loaded:
            self.model_chosen.emit(path)
