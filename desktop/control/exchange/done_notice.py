"""The notice after an export: where the file lies, with a button that shows it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.control.action_notices import ActionNotices
from desktop.control.reveal import reveal

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.notices import NoticeBar
    from models.exchange import Exported
    from models.texts import Phrasebook


class DoneNotice(QObject):
    """Shows a notice for each export that ended well."""

    def __init__(self, *, notices: Callable[[], NoticeBar], say: Phrasebook, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = ActionNotices(notices, parent=self)
        self._say = say

    def show(self, exported: Exported) -> None:
        """Say where a file, or a folder of files, lies."""
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        name, count = exported.path.name, exported.conversations
        one = count == 1
        text = self._say("export.done", name=name) if one else self._say("export.done.many", name=name, count=count)
        notice = Notice(NoticeKind.INFO, text, action=self._say("export.done.show"))
        self._notices.add(notice, partial(reveal, exported.path))
