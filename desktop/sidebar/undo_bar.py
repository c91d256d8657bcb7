"""The bar that offers to bring back what was deleted or archived."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.sidebar.shelves import Shelf
from desktop.theme import Role, Theme, ToolButton, set_role, tooltip
from models.texts import Phrasebook

_TITLE_WIDTH = 160  # longer titles are cut
_MARGIN = 12


@dataclass(frozen=True)
class Moved:
    """Conversations that went to another shelf and can be brought back; `title` is that of the first one."""

    conversations: tuple[int, ...]
    title: str
    to: Shelf


class UndoBar(QFrame):
    """Names what was moved last. The bar goes by itself after `patience_ms`.

    It stays while the mouse is over it or the focus in it. What was moved before, while the bar was there, is offered
    one after the other.
    """

    undo_requested = Signal(Moved)
    closed = Signal()

    def __init__(
        self, *, say: Phrasebook, theme: Theme, patience_ms: int = 8000, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, Role.CARD)
        self._say = say
        self._moved: list[Moved] = []
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._undo = QPushButton(say("sidebar.undo"))
        self._undo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key = QKeySequence(QKeySequence.StandardKey.Undo).toString(QKeySequence.SequenceFormat.NativeText)
        self._undo.setToolTip(tooltip(say("sidebar.undo.help", key=key)))
        set_role(self._undo, Role.LINK)
        self._close = ToolButton("close", name=say("sidebar.undo.close"), theme=theme)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(patience_ms)
        self._lay_out()
        self.hide()
        self._timer.timeout.connect(self._on_timeout)
        self._undo.clicked.connect(self.undo)
        self._close.clicked.connect(self._give_up)

    def offer(self, moved: Moved) -> None:
        """Offer to bring conversations back; the title is "" where the first one has none yet."""
        self._moved.append(moved)
        self._show_last()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.text()))

    def undo(self) -> None:
        """Ask for what was moved last, if anything."""
        if self._moved:
            last = self._moved.pop()
            self._show_last()
            self.undo_requested.emit(last)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._close.apply_theme(theme)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._text, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_last(self) -> None:
        if not self._moved:
            self._give_up()
            return
        self._text.setText(self._sentence(self._moved[-1]))
        self.show()
        self._timer.start()

    def _sentence(self, moved: Moved) -> str:
        done = "archived" if moved.to is Shelf.ARCHIVE else "deleted"
        if len(moved.conversations) > 1:
            return self._say(f"sidebar.{done}_many", count=len(moved.conversations))
        title = moved.title or self._say("sidebar.untitled")
        cut = QFontMetrics(self._text.font()).elidedText(title, Qt.TextElideMode.ElideRight, _TITLE_WIDTH)
        return self._say(f"sidebar.{done}", title=cut)

    def _give_up(self) -> None:
        self._moved.clear()
        self._timer.stop()
        had_focus = self._has_focus()
        self.hide()
        if had_focus:
            self.closed.emit()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _on_timeout(self) -> None:
        if self.underMouse() or self._has_focus():
            self._timer.start()
        else:
            self._give_up()
