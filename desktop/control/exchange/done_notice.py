"""The notice after an export: where the file lies, with a button that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.control.reveal import reveal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.notices import NoticeBar
    from models.exchange import Exported
    from models.texts import Phrasebook


class DoneNotice(QObject):
    """Shows a notice for each export that ended well."""

    def __init__(self, *, notices: Callable[[], NoticeBar], say: Phrasebook, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._say = say
        self._bar: NoticeBar | None = None
        self._shown: dict[int, Path] = {}

    def show(self, exported: Exported) -> None:
        """Say where a file, or a folder of files, lies."""
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        if self._bar is None:
            self._bar = self._notices()
            self._bar.action_triggered.connect(self._on_action)
        name, count = exported.path.name, exported.conversations
        one = count == 1
        text = self._say("export.done", name=name) if one else self._say("export.done.many", name=name, count=count)
        number = self._bar.add(Notice(NoticeKind.INFO, text, action=self._say("export.done.show")))
        self._shown[number] = exported.path

    def _on_action(self, number: int) -> None:
        if number in self._shown:
            reveal(self._shown.pop(number))
