"""The notice that offers to bring a deleted message back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.action_notices import ActionNotices
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.notices import NoticeBar


class Undoing(QObject):
    """Offers it for the message that was deleted last. `notices` makes the bar when it is needed."""

    undone = Signal(int)  # message

    def __init__(self, *, notices: Callable[[], "NoticeBar"], say: Phrasebook, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = ActionNotices(notices, parent=self)
        self._say = say
        self._shown: tuple[int, int] | None = None  # the number of the notice, the message

    def offer(self, message: int, *, answer: bool) -> None:
        """Say that a message was deleted, and offer to bring it back, in place of an offer for another one."""
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        if self._shown is not None:
            self._notices.dismiss(self._shown[0])
        text = self._say("tree.deleted_answer" if answer else "tree.deleted_question")
        notice = Notice(NoticeKind.INFO, text, action=self._say("tree.undo"))
        # Not behind an older notice: who deleted the wrong message looks for the way back now.
        number = self._notices.add(notice, partial(self.undone.emit, message), at_once=True)
        self._shown = number, message

    def withdraw(self, message: int) -> None:
        """Offer it no more for a message that was brought back in another way."""
        if self._shown is not None and self._shown[1] == message:
            self._notices.dismiss(self._shown[0])
