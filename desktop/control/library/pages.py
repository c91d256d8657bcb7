"""The controllers of all pages about models, and the ways from one page to another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.library.catalogue import CatalogueController
from desktop.control.library.examining import DoctorController
from desktop.control.library.importing import ImportController
from desktop.control.library.installed import InstalledController
from desktop.control.library.planning import PlanController
from desktop.control.library.work import FileWork
from desktop.library import Page
from models.runtime import PlanWish

if TYPE_CHECKING:
    from desktop.control.background import Background
    from desktop.control.device_turns import DeviceTurns
    from desktop.control.downloading import Downloading
    from desktop.control.library.shelf import Shelf
    from desktop.control.loading import ModelLoading
    from desktop.control.machine import Machine
    from desktop.library import ModelsDialog
    from models.files import ChecksumCache
    from models.paths import Paths
    from models.texts import Phrasebook


@dataclass(frozen=True)
class Behind:
    """What the pages stand on."""

    downloading: Downloading
    machine: Machine
    turns: DeviceTurns
    shelf: Shelf
    background: Background
    loading: ModelLoading
    paths: Paths
    checksums: ChecksumCache
    say: Phrasebook


class Pages(QObject):
    """Tells which file the user wants to use, or to load by a plan, and when the last work on a file has ended."""

    use_requested = Signal(Path)
    load_requested = Signal(Path, PlanWish)
    rested = Signal()

    def __init__(self, dialog: ModelsDialog, behind: Behind) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._downloading = behind.downloading
        work = self._work = FileWork(behind.background, rested=self.rested.emit)
        self._catalogue = CatalogueController(
            dialog=dialog,
            downloading=behind.downloading,
            machine=behind.machine,
            shelf=behind.shelf,
            settings=lambda: behind.loading.engine_settings,
            say=behind.say,
        )
        self._installed = InstalledController(
            dialog=dialog,
            shelf=behind.shelf,
            background=behind.background,
            work=work,
            paths=behind.paths,
            checksums=behind.checksums,
            say=behind.say,
        )
        self._importing = ImportController(
            dialog=dialog,
            shelf=behind.shelf,
            background=behind.background,
            work=work,
            paths=behind.paths,
            say=behind.say,
        )
        self._plan = PlanController(
            dialog=dialog,
            shelf=behind.shelf,
            machine=behind.machine,
            background=behind.background,
            turns=behind.turns,
            loading=behind.loading,
            paths=behind.paths,
            say=behind.say,
        )
        self._doctor = DoctorController(dialog=dialog, background=behind.background, paths=behind.paths, say=behind.say)
        self._connect()

    @property
    def working(self) -> bool:
        """Whether a file is being copied, checked or made smaller."""
        return self._work.working

    def refresh(self) -> None:
        """Take other engine settings or another loaded model into account."""
        self._catalogue.refresh()

    def _connect(self) -> None:
        dialog = self._dialog
        for page in (dialog.catalogue, dialog.downloads):
            page.pause_requested.connect(self._downloading.pause)
            page.resume_requested.connect(self._downloading.resume)
            page.cancel_requested.connect(self._downloading.cancel)
        dialog.catalogue.use_requested.connect(self.use_requested)
        dialog.installed.use_requested.connect(self.use_requested)
        dialog.catalogue.plan_requested.connect(self._on_plan)
        dialog.installed.plan_requested.connect(lambda path: self._on_plan(str(path)))
        dialog.page_shown.connect(self._on_page)
        self._plan.load_requested.connect(self.load_requested)

    def _on_plan(self, model: str) -> None:
        self._dialog.show_page(Page.PLAN)
        self._plan.open(model)

    def _on_page(self, page: Page) -> None:
        if page is Page.PLAN:
            self._plan.open()
        elif page is Page.DOCTOR:
            self._doctor.open()
