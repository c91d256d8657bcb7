"""Taking in a model file: by the dialog or by dropping it, looked at first, then copied or used where it lies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.library import OpenModelDialog
from models.library import ModelFacts, import_model, model_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.control.background import Background
    from desktop.control.library.shelf import Shelf
    from desktop.control.library.work import FileWork
    from desktop.library import ModelsDialog
    from models.errors import UserError
    from models.library import InstalledModel
    from models.paths import Paths
    from models.texts import Phrasebook


class ImportController(QObject):
    """One file at a time: its facts are shown, and it is taken in as the user says."""

    def __init__(
        self,
        *,
        dialog: ModelsDialog,
        shelf: Shelf,
        background: Background,
        work: FileWork,
        paths: Paths,
        say: Phrasebook,
    ) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._card = dialog.installed.importing
        self._shelf = shelf
        self._background = background
        self._work = work
        self._folder = paths.models
        self._say = say
        self._path: Path | None = None
        self._last = Path.home()
        dialog.installed.import_requested.connect(self._on_import_requested)
        dialog.installed.dropped.connect(self.look_at)
        self._card.copy_requested.connect(lambda: self._take_in(copy=True))
        self._card.in_place_requested.connect(lambda: self._take_in(copy=False))
        self._card.cancel_requested.connect(self._on_cancel)
        self._card.closed.connect(self._on_closed)

    def look_at(self, path: Path) -> None:
        """Read a file's header and show what it says, unless another one is being taken in: then that is said."""
        if self._path is not None and self._work.busy(self._path):
            self._dialog.installed.show_notice(self._say("pages.import.busy", name=self._path.name))
            return
        self._path = path
        self._card.show_reading(path.name)
        self._background.run(
            lambda: model_facts(path),
            lambda facts: self._on_facts(path, facts),
            lambda error: self._on_refused(path, error),
            name="header",
        )

    def _on_import_requested(self) -> None:
        chooser = OpenModelDialog(folder=self._last, say=self._say, parent=self._dialog)
        chooser.model_chosen.connect(self._on_chosen)
        chooser.open()

    def _on_chosen(self, path: Path) -> None:
        self._last = path.parent
        self.look_at(path)

    def _on_facts(self, path: Path, facts: ModelFacts) -> None:
        if path == self._path:
            self._card.show_facts(facts)

    def _on_refused(self, path: Path, error: UserError) -> None:
        if path == self._path:
            self._card.show_problem(self._say.phrase(error.text), again=False)

    def _take_in(self, *, copy: bool) -> None:
        path, folder = self._path, self._folder
        if path is None or self._work.busy(path):
            return

        def work(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> InstalledModel | None:
            return import_model(path, folder, copy=copy, progress=progress, cancelled=cancelled)

        self._card.show_progress(0.0)
        self._work.start(
            path, work, progress=self._card.show_progress, done=self._on_taken_in, failed=self._on_not_taken_in
        )

    def _on_taken_in(self, model: InstalledModel | None) -> None:
        self._on_closed()
        if model is not None:
            self._dialog.installed.show_notice(self._say("pages.import.done", name=model.name))
            self._shelf.refresh()

    def _on_not_taken_in(self, error: UserError) -> None:
        self._card.show_problem(self._say.phrase(error.text), again=True)

    def _on_cancel(self) -> None:
        if self._path is not None:
            self._work.cancel(self._path)

    def _on_closed(self) -> None:
        self._path = None
        self._card.hide()
