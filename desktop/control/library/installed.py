"""The page of models on this machine: the list, checking, making smaller, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.control.library.work import stopped_when
from desktop.control.reveal import reveal
from desktop.library import Outcome, shown_size
from models.library import Removal, Target, Verification, disk_use, quantize_targets, remove, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.control.background import Background
    from desktop.control.library.shelf import Shelf
    from desktop.control.library.work import FileWork
    from desktop.library import ModelsDialog
    from models.errors import UserError
    from models.files import ChecksumCache
    from models.library import DiskUse, InstalledModel, QuantizingProgress
    from models.paths import Paths
    from models.texts import Phrasebook


class InstalledController(QObject):
    """Fills the page and does what it asks for, one thing at a time for each model."""

    def __init__(
        self,
        *,
        dialog: ModelsDialog,
        shelf: Shelf,
        background: Background,
        work: FileWork,
        paths: Paths,
        checksums: ChecksumCache,
        say: Phrasebook,
    ) -> None:
        super().__init__(dialog)
        self._page = dialog.installed
        self._shelf = shelf
        self._background = background
        self._work = work
        self._folder = paths.models
        self._checksums = checksums
        self._say = say
        page = self._page
        page.verify_requested.connect(self._on_verify)
        page.quantize_requested.connect(self._on_quantize)
        page.remove_requested.connect(self._on_remove)
        page.reveal_requested.connect(reveal)
        page.cancel_requested.connect(work.cancel)
        shelf.listed.connect(self._on_listed)
        shelf.failed.connect(self._on_failed)

    def _on_listed(self) -> None:
        models, folder = self._shelf.models, self._folder
        self._background.run(lambda: disk_use(folder, models), self._show, self._on_failed, name="disk use")

    def _show(self, use: DiskUse) -> None:
        models = self._shelf.models
        targets = {model.path: tuple(map(str, quantize_targets(model.quantization))) for model in models}
        self._page.show_models(models, total=self._sum(use), targets=targets)

    def _sum(self, use: DiskUse) -> str:
        say, count = self._say, len(self._shelf.models)
        size = shown_size(use.models + use.bundled + use.in_place)
        if count == 0:
            known = say("pages.sum.none")
        elif count == 1:
            known = say("pages.sum.one", size=size)
        else:
            known = say("pages.sum", count=count, size=size)
        if use.free is None or not count:
            return known
        return say("pages.sum.free", sum=known, free=shown_size(use.free))

    def _on_verify(self, path: Path) -> None:
        folder, checksums = self._folder, self._checksums

        def work(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> Verification | None:
            return verify(path, folder, checksums=checksums, progress=progress, cancelled=cancelled)

        sentence = self._say("pages.verifying")
        self._page.show_progress(path, sentence, None)
        self._work.start(
            path,
            work,
            progress=lambda part: self._page.show_progress(path, sentence, part),
            done=lambda found: self._on_verified(path, found),
            failed=lambda error: self._on_work_failed(path, error),
        )

    def _on_verified(self, path: Path, found: Verification | None) -> None:
        say = self._say
        if found is None:
            self._page.show_outcome(path, say("pages.stopped"), Outcome.PLAIN)
            return
        problem = found.problem or next((file.problem for file in found.files if file.problem is not None), None)
        if problem is not None:
            self._page.show_outcome(path, say.phrase(problem), Outcome.BAD)
            return
        bases = {file.basis.value for file in found.files}
        basis = bases.pop() if len(bases) == 1 else "record"
        self._page.show_outcome(path, say(f"pages.verified.{basis}"), Outcome.GOOD)

    def _on_quantize(self, path: Path, target: str) -> None:
        folder = self._folder

        def work(progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> InstalledModel | None:
            from models.library import Quantizing

            def on_progress(how_far: QuantizingProgress) -> None:
                progress(how_far.done, how_far.total)

            made = Quantizing(path, Target(target), folder, on_progress)
            with stopped_when(cancelled, made.cancel):
                return made.run()

        sentence = self._say("pages.quantizing", type=target)
        self._page.show_progress(path, sentence, None)
        self._work.start(
            path,
            work,
            progress=lambda part: self._page.show_progress(path, sentence, part),
            done=lambda made: self._on_quantized(path, made),
            failed=lambda error: self._on_work_failed(path, error),
        )

    def _on_quantized(self, path: Path, made: InstalledModel | None) -> None:
        if made is None:
            self._page.show_outcome(path, self._say("pages.stopped"), Outcome.PLAIN)
            return
        sentence = self._say("pages.quantized", type=made.quantization, size=shown_size(made.bytes))
        self._page.show_outcome(path, sentence, Outcome.GOOD)
        self._shelf.refresh()

    def _on_work_failed(self, path: Path, error: UserError) -> None:
        self._page.show_outcome(path, self._say.phrase(error.text), Outcome.BAD)

    def _on_remove(self, path: Path) -> None:
        model, folder = self._shelf.find(path), self._folder
        if model is None or self._work.busy(path):
            return
        self._background.run(
            lambda: remove(path, folder),
            lambda removal: self._on_removed(model, removal),
            lambda error: self._on_work_failed(path, error),
            name="removing",
        )

    def _on_removed(self, model: InstalledModel, removal: Removal) -> None:
        sentence = "pages.removed.reference" if removal.only_reference else "pages.removed"
        self._page.show_notice(self._say(sentence, name=model.name))
        self._shelf.refresh()

    def _on_failed(self, error: UserError) -> None:
        self._page.show_sum(self._say.phrase(error.text))
