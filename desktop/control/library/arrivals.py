"""What becomes of downloads, said in the main window: how far they are, what has arrived, and what to get next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.control.action_notices import ActionNotices
from desktop.control.library.next_model import NextModel

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.control.downloading import Downloading
    from desktop.control.library.models_window import LibraryController
    from desktop.control.loading import ModelLoading
    from desktop.window import Window
    from models.downloads import DownloadStatus
    from models.texts import Phrasebook


class Arrivals(QObject):
    """Shows the progress on the button of the top bar. A model that has arrived is loaded where there is none yet."""

    def __init__(
        self,
        *,
        library: LibraryController,
        downloading: Downloading,
        loading: ModelLoading,
        say: Phrasebook,
        window: Window,
    ) -> None:
        super().__init__(window)
        self._downloading = downloading
        self._loading = loading
        self._say = say
        self._window = window
        self._notices = ActionNotices(lambda: window.notices, parent=self)
        library.arrived.connect(self._on_arrived)
        downloading.changed.connect(self._show_progress)
        self._show_progress()
        self._next = NextModel(
            offer=window.empty.offer, library=library, downloading=downloading, loading=loading, say=say
        )

    def _show_progress(self, _status: DownloadStatus | None = None) -> None:
        statuses = self._downloading.statuses()
        if not statuses:
            self._window.models_button.show_progress(None)
            return
        underway = [status for status in statuses if status.state.is_under_way]
        total = sum(status.total_bytes or 0 for status in underway)
        done = sum(status.done_bytes for status in underway if status.total_bytes)
        self._window.models_button.show_progress(done / total if total else 0.0 if underway else None)

    def _on_arrived(self, title: str, path: Path) -> None:
        if self._loading.current is None and not self._loading.busy:
            self._loading.load(path)
            return
        from desktop.notices import Notice, NoticeKind

        text = self._say("pages.finished", title=title)
        notice = Notice(NoticeKind.INFO, text, action=self._say("pages.finished.use"))
        self._notices.add(notice, partial(self._loading.load, path))
