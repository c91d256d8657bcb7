"""The sidebar: a new conversation, the search, the shelves of conversations, and the way back from deleting some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.sidebar.new_button import NewButton
from desktop.sidebar.requests import Requests
from desktop.sidebar.searching import SearchField
from desktop.sidebar.shelves import Shelf
from desktop.theme import Role, Theme, ToolButton, icon, set_role
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.sidebar.foot import Foot
    from desktop.sidebar.listing import Listing
    from desktop.sidebar.searching import SearchResults
    from models.history import ConversationSummary, Folder, Hit

SIDEBAR_WIDTH = 248
"""Width the sidebar asks for, in device-independent pixels."""

_MARGIN = 8
_SMALLEST = 192  # titles can still be told apart
_LIST_PLACE = 2  # below the buttons and the search field
_DAY_CHECK_MS = 5 * 60 * 1000


def _local_date() -> date:
    return datetime.now().astimezone().date()


class Sidebar(QFrame):
    """Shows the conversations. It changes nothing itself: after each signal its owner shows what came of it.

    `requests` tells what is wanted of conversations and folders. List, results and foot are made when there is
    something to show in them: the window is on screen before the history is read.
    """

    new_requested = Signal()
    conversation_chosen = Signal(int)
    shelf_chosen = Signal(Shelf)
    searched = Signal(str)  # "" for nothing any more
    hit_chosen = Signal(object)  # Hit
    undo_requested = Signal(object)  # Moved

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
        self.setMinimumWidth(_SMALLEST)
        self.requests = Requests(self)
        self._today = today
        self._shown_day = today()
        self._say = say
        self._theme = theme
        self._new = NewButton(say=say)
        self._new_folder = ToolButton("folder-plus", name=say("sidebar.folder.new"), theme=theme)
        self._field = SearchField(say=say, theme=theme)
        self._listing: Listing | None = None
        self._results: SearchResults | None = None
        self._foot: Foot | None = None
        self._day_timer = QTimer(self)
        self._day_timer.start(_DAY_CHECK_MS)
        self._lay_out()
        self._connect()
        self.apply_theme(theme)

    @property
    def shelf(self) -> Shelf:
        """The shelf that is shown."""
        return self._listing.shelf if self._listing is not None else Shelf.LIST

    def show_conversations(
        self,
        conversations: Sequence[ConversationSummary],
        *,
        current: int | None,
        folders: Sequence[Folder] = (),
        shelf: Shelf = Shelf.LIST,
    ) -> None:
        """Show all conversations of a shelf and mark the one on screen.

        What stays keeps its place, focus and rename field.
        """
        self._shown_day = self._today()
        listing, foot = self._made()
        listing.show_shelf(shelf, conversations, folders=folders, current=current, today=self._shown_day)
        foot.show_shelf(shelf)

    def set_busy(self, conversation: int | None) -> None:
        """Mark the conversation that is being answered, None where nothing is."""
        if self._listing is not None:
            self._listing.set_busy(conversation)

    def set_titling(self, conversation: int | None) -> None:
        """Say that the model looks for a conversation's title, None where it does not."""
        if self._listing is not None:
            self._listing.set_titling(conversation)

    def show_undo(self, conversations: tuple[int, ...], title: str, *, to: Shelf = Shelf.BIN) -> None:
        """Offer for a while to bring back conversations that went to another shelf; `title` is that of the first."""
        _, foot = self._made()
        foot.show_undo(conversations, title, to=to)

    def show_hits(self, words: str, hits: Sequence[Hit], *, is_complete: bool = True) -> None:
        """Show where words were found, if they are still searched for.

        Where that is not complete, not all texts were looked through yet.
        """
        if not words or words != self._field.words:
            return
        results = self._made_results()
        results.show_hits(words, hits, is_complete=is_complete)
        self._show_results(shown=True)

    def edit_folder(self, folder: int) -> None:
        """Let the user type a folder's name."""
        self._field.leave()
        self._made()[0].edit_folder(folder)

    def focus_list(self) -> None:
        """Put the focus into the list."""
        if self._listing is not None:
            self._listing.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_search(self) -> None:
        """Put the focus into the search field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._new.setIcon(icon("new-chat", theme.colour("text")))
        for part in (self._new_folder, self._field, self._listing, self._results, self._foot):
            if part is not None:
                part.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Return the width the sidebar asks for."""
        return QSize(SIDEBAR_WIDTH, super().sizeHint().height())

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, _MARGIN, 0, _MARGIN)
        self._column.setSpacing(_MARGIN)
        top = QHBoxLayout()
        top.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        top.setSpacing(4)
        top.addWidget(self._new, 1)
        top.addWidget(self._new_folder)
        search = QHBoxLayout()
        search.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        search.addWidget(self._field)
        self._column.addLayout(top)
        self._column.addLayout(search)
        self._column.addStretch(1)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_requested)
        self._new_folder.clicked.connect(lambda: self.requests.new_folder.emit(()))
        self._field.searched.connect(self._on_searched)
        self._field.left.connect(self.focus_list)
        self._day_timer.timeout.connect(self._on_day_check)

    def _made(self) -> tuple[Listing, Foot]:
        """Return list and foot, made now if there are none yet."""
        if self._listing is None or self._foot is None:
            from desktop.sidebar.foot import Foot
            from desktop.sidebar.listing import Listing

            listing = self._listing = Listing(requests=self.requests, say=self._say, theme=self._theme)
            listing.chosen.connect(self.conversation_chosen)
            listing.shelf_left.connect(lambda: self.shelf_chosen.emit(Shelf.LIST))
            foot = self._foot = Foot(requests=self.requests, say=self._say, theme=self._theme)
            foot.shelf_chosen.connect(self._on_shelf_chosen)
            foot.undo_requested.connect(self.undo_requested)
            foot.undo_closed.connect(self.focus_list)
            undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
            undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            undo.activated.connect(foot.undo)
            self._column.insertWidget(_LIST_PLACE, listing, 1000)  # all the room there is
            self._column.addWidget(foot)
        return self._listing, self._foot

    def _made_results(self) -> SearchResults:
        if self._results is None:
            from desktop.sidebar.searching import SearchResults

            results = self._results = SearchResults(say=self._say, theme=self._theme)
            results.chosen.connect(self.hit_chosen)
            self._field.moved.connect(results.step)
            self._field.entered.connect(results.open_chosen)
            results.hide()
            self._column.insertWidget(_LIST_PLACE, results, 1000)
        return self._results

    def _show_results(self, *, shown: bool) -> None:
        if self._results is not None:
            self._results.setVisible(shown)
            self._made()[0].setVisible(not shown)

    def _on_searched(self, words: str) -> None:
        if words:
            self._made_results()
        else:
            self._show_results(shown=False)
        self.searched.emit(words)

    def _on_shelf_chosen(self, shelf: Shelf) -> None:
        self._field.leave()
        self.shelf_chosen.emit(shelf)

    def _on_day_check(self) -> None:
        if self._today() != self._shown_day:  # "Today" became "Yesterday"
            self._shown_day = self._today()
            self._made()[0].show_day(self._shown_day)
