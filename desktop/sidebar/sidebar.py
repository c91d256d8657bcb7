"""The sidebar: a button for a new conversation, the list of all, and the way back from deleting one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.theme import ICON_SIZE, Role, Theme, icon, set_role, tooltip
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.sidebar.conversation_list import ConversationList
    from desktop.sidebar.list_model import ConversationModel
    from desktop.sidebar.undo_bar import UndoBar
    from models.history import ConversationSummary

SIDEBAR_WIDTH = 248
"""Width the sidebar asks for, in device-independent pixels."""

_MARGIN = 8
_SMALLEST = 192
_LIST_PLACE = 2  # below the button and the sentence that there are no conversations
_DAY_CHECK_MS = 5 * 60 * 1000


def _local_date() -> date:
    return datetime.now().astimezone().date()


class Sidebar(QFrame):
    """Shows the conversations. It changes nothing itself: after each signal its owner shows what came of it.

    List and undo bar are made when there is something to show in them: the window is on screen before the history is
    read.
    """

    new_requested = Signal()
    conversation_chosen = Signal(int)
    renamed = Signal(int, str)
    delete_requested = Signal(int)
    undo_requested = Signal(int)

    def __init__(
        self,
        *,
        say: Phrasebook,
        theme: Theme,
        today: Callable[[], date] = _local_date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, Role.WINDOW)
        self.setAccessibleName(say("sidebar.name"))
        self._today = today
        self._shown_day = today()
        self._conversations: Sequence[ConversationSummary] = ()
        self._say = say
        self._theme = theme
        self._new = _new_button(say)
        self._model: ConversationModel | None = None
        self._list: ConversationList | None = None
        self._undo_bar: UndoBar | None = None
        self._empty = QLabel(say("sidebar.empty"))
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(_MARGIN + 4, 0, _MARGIN, 0)
        set_role(self._empty, Role.HINT)
        self._empty.hide()  # nobody knows yet whether there are conversations
        self._day_timer = QTimer(self)
        self._day_timer.start(_DAY_CHECK_MS)
        self._lay_out()
        self._connect()
        self.apply_theme(theme)

    def show_conversations(self, conversations: Sequence[ConversationSummary], *, current: int | None) -> None:
        """Show all conversations and mark the one on screen. What stays keeps its place, focus and rename field."""
        self._conversations = conversations
        self._shown_day = self._today()
        if conversations and self._list is None:
            self._make_list()
        self._show_rows()
        if self._list is not None:
            self._list.show_open(current)
            self._list.setVisible(bool(conversations))
        self._empty.setVisible(not conversations)

    def set_busy(self, conversation: int | None) -> None:
        """Mark the conversation that is being answered, None where nothing is."""
        if self._model is not None:
            self._model.set_busy(conversation)

    def show_undo(self, conversation: int, title: str) -> None:
        """Offer for a while to bring back a conversation that was deleted."""
        if self._undo_bar is None:
            self._undo_bar = self._make_undo_bar()
        self._undo_bar.offer(conversation, title)

    def focus_list(self) -> None:
        """Put the focus into the list."""
        if self._list is not None:
            self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._new.setIcon(icon("new-chat", theme.colour("text")))
        for part in (self._list, self._undo_bar):
            if part is not None:
                part.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Return the width the sidebar asks for."""
        return QSize(SIDEBAR_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which titles can be told apart."""
        return QSize(_SMALLEST, super().minimumSizeHint().height())

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, _MARGIN, 0, _MARGIN)
        self._column.setSpacing(_MARGIN)
        self._add(self._new)
        self._add(self._empty)
        self._column.addStretch(1)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_requested)
        self._day_timer.timeout.connect(self._on_day_check)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._on_undo)

    def _add(self, widget: QWidget) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        holder.addWidget(widget)
        self._column.addLayout(holder)

    def _make_list(self) -> None:
        from desktop.sidebar.conversation_list import ConversationList
        from desktop.sidebar.list_model import ConversationModel

        self._model = ConversationModel(say=self._say, parent=self)
        self._model.renamed.connect(self.renamed)
        self._list = ConversationList(self._model, say=self._say, theme=self._theme)
        self._list.chosen.connect(self.conversation_chosen)
        self._list.delete_requested.connect(self.delete_requested)
        self._column.insertWidget(_LIST_PLACE, self._list, 1000)  # all the room there is

    def _make_undo_bar(self) -> UndoBar:
        from desktop.sidebar.undo_bar import UndoBar

        bar = UndoBar(say=self._say, theme=self._theme)
        bar.undo_requested.connect(self.undo_requested)
        bar.closed.connect(self.focus_list)
        self._add(bar)
        return bar

    def _show_rows(self) -> None:
        if self._model is not None:
            from desktop.sidebar.periods import rows

            self._model.show_rows(rows(self._conversations, self._shown_day))

    def _on_undo(self) -> None:
        if self._undo_bar is not None:
            self._undo_bar.undo()

    def _on_day_check(self) -> None:
        if self._today() != self._shown_day:  # "Today" became "Yesterday"
            self._shown_day = self._today()
            self._show_rows()


def _new_button(say: Phrasebook) -> QPushButton:
    button = QPushButton(f" {say('sidebar.new')}")  # the space keeps the text off the icon
    button.setAccessibleName(say("sidebar.new"))
    button.setStyleSheet("QPushButton { text-align: left; }")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    key = QKeySequence(QKeySequence.StandardKey.New).toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(tooltip(say("sidebar.new.help", key=key)))
    return button
