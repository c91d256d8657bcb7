"""The notice that offers to bring a deleted message back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.notices import NoticeBar


class Undoing(QObject):
    """Offers it once for each message that was deleted. `notices` makes the bar when it is needed."""

    undone = Signal(int)  # message

    def __init__(self, *, notices: Callable[[], "NoticeBar"], say: Phrasebook, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._say = say
        self._bar: NoticeBar | None = None
        self._offered: dict[int, int] = {}

    def offer(self, message: int, *, answer: bool) -> None:
        """Say that a message was deleted, and offer to bring it back, in place of an offer for another one."""
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        bar = self._notice_bar()
        for number in self._offered:
            bar.dismiss(number)
        text = self._say("tree.deleted_answer" if answer else "tree.deleted_question")
        # Not behind an older notice: who deleted the wrong message looks for the way back now.
        number = bar.add(Notice(NoticeKind.INFO, text, action=self._say("tree.undo")), at_once=True)
        self._offered = {number: message}

    def withdraw(self, message: int) -> None:
        """Offer it no more for a message that was brought back in another way."""
        if self._bar is not None:
            for number in [number for number, offered in self._offered.items() if offered == message]:
                self._bar.dismiss(number)
                del self._offered[number]

    def _notice_bar(self) -> "NoticeBar":
        if self._bar is None:
            self._bar = self._notices()
            self._bar.action_triggered.connect(self._on_action)
            self._bar.closed.connect(lambda number: self._offered.pop(number, None))
        return self._bar

    def _on_action(self, number: int) -> None:
        message = self._offered.pop(number, None)
        if message is not None:
            self.undone.emit(message)
