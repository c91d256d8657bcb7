"""The models on this machine, listed beside the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.background import Background
from models.errors import UserError
from models.paths import Paths

if TYPE_CHECKING:
    from pathlib import Path

    from models.library import InstalledModel


class Shelf(QObject):
    """Knows the installed models after `refresh()`; `listed` tells whenever they were looked at again."""

    listed = Signal()
    failed = Signal(UserError)

    def __init__(self, *, paths: Paths, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = paths.models
        self._background = background
        self._looking = False
        self._again = False
        self.models: tuple[InstalledModel, ...] = ()

    def refresh(self) -> None:
        """Look again; once more after the look that is under way."""
        if self._looking:
            self._again = True
            return
        self._looking = True
        self._background.run(self._look, self._on_listed, self._on_failed, name="installed models")

    def find(self, path: Path) -> InstalledModel | None:
        """Return one of the models by its first file."""
        return next((model for model in self.models if model.path == path), None)

    def _look(self) -> tuple[InstalledModel, ...]:
        from models.library import installed_models  # not before it is asked for

        return installed_models(self._folder)

    def _on_listed(self, models: tuple[InstalledModel, ...]) -> None:
        self._looking = False
        self.models = models
        self.listed.emit()
        self._look_again()

    def _on_failed(self, error: UserError) -> None:
        self._looking = False
        self.failed.emit(error)
        self._look_again()

    def _look_again(self) -> None:
        if self._again:
            self._again = False
            self.refresh()
