"""The doctor's page: examined when it is first shown, and when the user asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from models.doctor import Report, examine, report_text, sections

if TYPE_CHECKING:
    from desktop.control.background import Background
    from desktop.library import ModelsDialog
    from models.errors import UserError
    from models.paths import Paths
    from models.texts import Phrasebook


class DoctorController(QObject):
    """Examines this installation for the page."""

    def __init__(self, *, dialog: ModelsDialog, background: Background, paths: Paths, say: Phrasebook) -> None:
        super().__init__(dialog)
        self._page = dialog.doctor
        self._background = background
        self._paths = paths
        self._say = say
        self._examining = False
        self._examined = False
        self._page.examine_requested.connect(self.examine)

    def open(self) -> None:
        """Examine, unless that was done."""
        if not self._examined:
            self.examine()

    def examine(self) -> None:
        """Examine now, unless that is under way."""
        if self._examining:
            return
        self._examining = True
        self._page.show_examining()
        paths, say = self._paths, self._say
        self._background.run(lambda: examine(paths, say), self._on_report, self._on_failed, name="doctor")

    def _on_report(self, report: Report) -> None:
        self._examining, self._examined = False, True
        say = self._say
        summary = say("doctor.healthy" if report.healthy else "doctor.unhealthy")
        self._page.show_report(sections(report, say), summary=summary, report=report_text(report, say))

    def _on_failed(self, error: UserError) -> None:
        self._examining = False
        self._page.show_problem(self._say.phrase(error.text))
