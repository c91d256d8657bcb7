"""Notices with a button, and what is done when it is pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from desktop.notices import Notice, NoticeBar


class ActionNotices(QObject):
    """Shows them in the bar of notices, which `notices` makes when the first of them is shown."""

    def __init__(self, notices: Callable[[], NoticeBar], *, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._bar: NoticeBar | None = None
        self._answers: dict[int, tuple[Callable[[], None], Callable[[], None]]] = {}  # to its button, to its cross

    def add(
        self,
        notice: Notice,
        pressed: Callable[[], None],
        *,
        closed: Callable[[], None] = lambda: None,
        at_once: bool = False,
    ) -> int:
        """Show a notice, after those that wait or `at_once`; return the number by which `dismiss` knows it.

        `pressed` is called when its button is pressed, `closed` when the user closes it instead.
        """
        if self._bar is None:
            self._bar = self._notices()
            self._bar.action_triggered.connect(self._on_pressed)
            self._bar.closed.connect(self._on_closed)
        number = self._bar.add(notice, at_once=at_once)
        self._answers[number] = pressed, closed
        return number

    def dismiss(self, number: int) -> None:
        """Take a notice away that is no longer true; one that is gone already is no fault."""
        self._answers.pop(number, None)
        if self._bar is not None:
            self._bar.dismiss(number)

    def _on_pressed(self, number: int) -> None:
        if number in self._answers:
            pressed, _ = self._answers.pop(number)
            pressed()

    def _on_closed(self, number: int) -> None:
        if number in self._answers:
            _, closed = self._answers.pop(number)
            closed()
