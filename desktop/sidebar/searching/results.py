"""The list of places that were found."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QVBoxLayout, QWidget

from desktop.sidebar.searching.hit_delegate import HitDelegate
from desktop.sidebar.searching.hit_model import HitModel, HitRole
from desktop.theme import Role, Theme, own_viewport, set_role
from models.history import Hit
from models.texts import Phrasebook

MOST_HITS = 50
"""How many places are shown at most."""


def _local_now() -> datetime:
    return datetime.now().astimezone()


class SearchResults(QWidget):
    """Shows what was found, the first place chosen. Keys come from the search field; a click opens."""

    chosen = Signal(Hit)

    def __init__(
        self,
        *,
        say: Phrasebook,
        theme: Theme,
        now: Callable[[], datetime] = _local_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._now = now
        self._words = ""
        self._awaited = ""  # words whose first place is opened as soon as it is found
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setWordWrap(True)
        set_role(self._count, Role.HINT)
        self._model = HitModel(say=say, parent=self)
        self._list = QListView()
        own_viewport(self._list)
        self._delegate = HitDelegate(theme=theme, parent=self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setAccessibleName(say("sidebar.search.results"))
        self._list.setUniformItemSizes(True)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._list.activated.connect(self._on_activated)
        self._list.clicked.connect(self._on_activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._count.setContentsMargins(20, 0, 16, 0)
        column.addWidget(self._count)
        column.addWidget(self._list, 1000)
        column.addStretch(1)

    def show_hits(self, query: str, hits: Sequence[Hit], *, is_complete: bool = True) -> None:
        """Show what was found for some words, as far as it was looked for."""
        self._words = query
        self._model.show_hits(hits, self._now())
        self._list.setVisible(bool(hits))
        self._count.setText(self._sentence(query, len(hits)) if is_complete else self._say("sidebar.search.partial"))
        self._list.setCurrentIndex(self._model.index(0))
        self._list.scrollToTop()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._count.text()))
        if self._awaited != query:
            self._awaited = ""
        elif hits or is_complete:
            self._awaited = ""
            self.open_chosen(query)

    def step(self, rows: int) -> None:
        """Choose another place."""
        if self._model.rowCount():
            row = self._list.currentIndex().row() + rows
            self._list.setCurrentIndex(self._model.index(min(max(row, 0), self._model.rowCount() - 1)))

    def open_chosen(self, words: str) -> None:
        """Open the place that is chosen of those for `words`; the first one when they have been searched for."""
        if words == self._words and self._model.rowCount():
            self._on_activated(self._list.currentIndex())
        else:
            self._awaited = words

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._delegate.apply_theme(theme)
        self._list.viewport().update()

    def _sentence(self, query: str, count: int) -> str:
        if not count:
            return self._say("sidebar.search.nothing", words=query)
        if count == 1:
            return self._say("sidebar.search.one")
        if count >= MOST_HITS:
            return self._say("sidebar.search.most", count=count)
        return self._say("sidebar.search.count", count=count)

    def _on_activated(self, index: QModelIndex) -> None:
        hit = index.data(HitRole.HIT)
        if isinstance(hit, Hit):
            self.chosen.emit(hit)
