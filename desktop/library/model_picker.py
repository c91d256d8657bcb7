"""The model picker in the top bar: which model is loaded, the list of others, and loading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from desktop.library.loading_view import LoadingView
from desktop.library.picker_button import PickerButton
from desktop.theme import Theme, tooltip
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.library.model_list import ModelList


class ModelPicker(QWidget):
    """Shows what its owner says is loaded; tells what the user wants. Its list is made when it is first opened.

    `open_requested` asks for the dialog that opens any file, `get_requested` for models that can be had. Call
    `close_down()` before the window goes: a thread may be reading headers.
    """

    model_chosen = Signal(Path)
    cancel_requested = Signal()
    open_requested = Signal()
    get_requested = Signal()

    def __init__(self, *, models_folder: Path, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = models_folder
        self._say = say
        self._theme = theme
        self._models: ModelList | None = None
        self._recent: tuple[Path, ...] = ()
        self._loaded: Path | None = None
        self._button = PickerButton(theme=theme)
        self._loading = LoadingView(say=say, theme=theme)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._button)
        self._pages.addWidget(self._loading)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._connect()
        self.show_nothing()

    def show_loaded(self, name: str, *, quantization: str, path: Path) -> None:
        """Show the loaded model; `quantization` may say more of it than that."""
        self._show_button(name, quantization, path)
        full = f"{name}, {quantization}" if quantization else name
        self._button.setAccessibleName(self._say("picker.button", model=full))
        self._button.setToolTip(tooltip(name, str(path), self._say("picker.button.help")))

    def show_loading(self, name: str, fraction: float) -> None:
        """Show how much of a model is loaded (0 to 1), with a way to stop it."""
        if self._models is not None:
            self._models.close()
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
            self._list().open_below(self._button, self._recent)

    def close_down(self) -> None:
        """Close the list and end the thread that reads headers."""
        if self._models is not None:
            self._models.close_down()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for part in (self._button, self._loading, self._models):
            if part is not None:
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

    def _list(self) -> ModelList:
        """Return the list, made when it is first asked for."""
        if self._models is None:
            from desktop.library.model_list import ModelList

            models = self._models = ModelList(models_folder=self._folder, say=self._say, theme=self._theme, parent=self)
            models.set_loaded(self._loaded)
            models.chosen.connect(self._on_chosen)
            models.open_requested.connect(self.open_requested)
            models.get_requested.connect(self.get_requested)
        return self._models

    def _show_button(self, name: str, quantization: str, path: Path | None) -> None:
        self._loaded = path
        if self._models is not None:
            self._models.set_loaded(path)
        self._button.show_model(name, quantization)
        self._pages.setCurrentWidget(self._button)
        self.updateGeometry()

    def _on_chosen(self, path: Path) -> None:
        self._button.setFocus(Qt.FocusReason.PopupFocusReason)
        if path != self._loaded:
            self.model_chosen.emit(path)
