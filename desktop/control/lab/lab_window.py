"""Opens the window of the lab and brings its pages to life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.control.background import Background
from desktop.front import bring_to_front
from models.errors import UserError

if TYPE_CHECKING:
    from desktop.control.lab.behind import LabBehind
    from desktop.control.lab.pages import LabPages
    from desktop.lab import LabButton, LabDialog
    from desktop.theme import Theme
    from models.lab import SweepEvent
    from models.texts import Phrasebook


class LabController(QObject):
    """Opens the lab; made once for each main window, and kept while it is closed. A measurement that runs goes on."""

    failed = Signal(UserError)

    def __init__(
        self,
        *,
        behind: LabBehind,
        button: LabButton,
        theme: Theme,
        say: Phrasebook,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._behind = behind
        self._button = button
        self._theme = theme
        self._say = say
        self._window = window
        self._background = Background(self)
        self._dialog: LabDialog | None = None
        self._pages: LabPages | None = None
        behind.running.told.connect(self._on_told)
        behind.running.ended.connect(self._on_ended)

    def open(self) -> None:
        """Show the window."""
        dialog, pages = self._made()
        pages.refresh()
        bring_to_front(dialog)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._dialog is not None:
            self._dialog.apply_theme(theme)

    def close(self) -> None:
        """Close the window and ask the work in the background to end. Does not wait."""
        if self._dialog is not None:
            self._dialog.close()
        self._background.stop()

    def close_down(self) -> None:
        """Close, and wait for the work in the background for some seconds."""
        self.close()
        self._background.close()

    def _made(self) -> tuple[LabDialog, LabPages]:
        if self._dialog is None or self._pages is None:
            from desktop.control.lab.pages import LabPages
            from desktop.lab import LabDialog

            self._dialog = LabDialog(say=self._say, theme=self._theme, parent=self._window)
            self._pages = LabPages(
                self._dialog,
                behind=self._behind,
                background=self._background,
                theme=lambda: self._theme,
                say=self._say,
            )
        return self._dialog, self._pages

    def _on_told(self, _sweep: str, event: SweepEvent) -> None:
        from models.lab import SweepBegun, TrialDone  # loaded by now

        if isinstance(event, SweepBegun):
            self._button.show_progress(event.done / max(event.plan.total, 1))
        elif isinstance(event, TrialDone):
            self._button.show_progress(event.done / max(event.total, 1))

    def _on_ended(self, _sweep: str, fault: UserError | None) -> None:
        self._button.show_progress(None)
        if fault is not None and (self._dialog is None or not self._dialog.isVisible()):
            self.failed.emit(fault)
