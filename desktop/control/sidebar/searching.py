"""Searching all conversations: asks the history beside the window's thread and opens what was found."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.control.background import Background
from desktop.control.conversation import ConversationController
from desktop.conversation import Excerpt, Transcript
from desktop.sidebar import MOST_HITS, Sidebar
from models.errors import UserError
from models.history import History, Hit

_INDEX_AFTER_MS = 3000  # when the window has settled
_INDEX_EVERY_MS = 60_000
_SLICE_MS = 15.0
_REST_SECONDS = 0.05


class Searching(QObject):
    """Serves the search field. Only the newest words are searched for: what was typed meanwhile waits its turn.

    What is not in the index yet, because an older program wrote it or it was taken in from a file, is put there in
    quiet moments, and every minute; words that are searched for before are searched for again then.
    """

    failed = Signal(UserError)

    def __init__(
        self,
        *,
        sidebar: Sidebar,
        history: History,
        conversation: ConversationController,
        transcript: Transcript,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sidebar = sidebar
        self._history = history
        self._conversation = conversation
        self._transcript = transcript
        self._background = Background(self)
        self._running = False
        self._indexing = False
        self._is_partial = False  # what is shown of the words
        self._words = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_INDEX_AFTER_MS)
        self._quiet.timeout.connect(self._index)
        sidebar.searched.connect(self._on_searched)
        sidebar.hit_chosen.connect(self._on_hit)
        self._quiet.start()
        self._every_minute = QTimer(self, interval=_INDEX_EVERY_MS)
        self._every_minute.timeout.connect(self._index)
        self._every_minute.start()

    def index_soon(self) -> None:
        """Index what was written, when nothing more is written for a while."""
        self._quiet.start()

    def close(self) -> None:
        """End what works beside the window."""
        self._background.close()

    def _on_searched(self, words: str) -> None:
        self._words = words
        if words and not self._running:
            self._search(words)

    def _search(self, words: str) -> None:
        self._running = True
        self._background.run(
            lambda: self._find(words),
            lambda found: self._on_found(words, *found),
            lambda error: self._on_failed(words, error),
            name="search",
        )

    def _find(self, words: str) -> tuple[tuple[Hit, ...], bool]:
        """Return what is found, and whether there was more to index: what is indexed after a look was not looked at."""
        is_more_to_index = self._history.search.catch_up(_SLICE_MS)
        return self._history.search.find(words, limit=MOST_HITS), is_more_to_index

    def _on_found(self, words: str, hits: tuple[Hit, ...], is_more_to_index: bool) -> None:  # noqa: FBT001 - unpacked
        self._sidebar.show_hits(words, hits, is_complete=not is_more_to_index)
        self._is_partial = is_more_to_index
        if is_more_to_index:
            self._index()
        self._go_on(words)

    def _on_failed(self, words: str, error: UserError) -> None:
        self.failed.emit(error)
        self._go_on(words)

    def _go_on(self, done: str) -> None:
        self._running = False
        if self._words and self._words != done:
            self._search(self._words)

    def _on_hit(self, hit: Hit) -> None:
        try:
            if hit.conversation != self._conversation.conversation:
                self._conversation.open(hit.conversation)
            if hit.message is not None:
                self._show(hit.conversation, hit.message, _excerpt(hit))
        except KeyError:  # it is gone: found a moment ago, deleted for good since
            self._search(self._words)
        except UserError as error:
            self.failed.emit(error)

    def _show(self, conversation: int, message: int, excerpt: Excerpt | None) -> None:
        if message not in {one.id for one in self._history.messages.thread(conversation)}:
            self._history.messages.choose(message)  # it is in another branch than the one that is shown
            self._conversation.open(conversation)
        self._transcript.show_message(message, excerpt=excerpt)

    def _index(self) -> None:
        if not self._indexing and not self._background.closing.is_set():
            self._indexing = True
            self._background.run(self._index_all, self._on_indexed, self._on_not_indexed, name="indexing")

    def _index_all(self) -> None:
        """Index in slices, as the history serves one at a time and the window must not wait."""
        while not self._background.closing.is_set() and self._history.search.catch_up(_SLICE_MS):
            self._background.closing.wait(_REST_SECONDS)

    def _on_indexed(self, _: None) -> None:
        self._indexing = False
        if self._is_partial and self._words and not self._running:
            self._search(self._words)

    def _on_not_indexed(self, error: UserError) -> None:
        self._indexing = False
        self._every_minute.stop()  # said once, not every minute
        self.failed.emit(error)


def _excerpt(hit: Hit) -> Excerpt | None:
    """Return the place where the words begin to stand closest together, None where only the title has them."""
    if not hit.marks:
        return None
    best = min(range(len(hit.marks)), key=lambda first: _reach(hit, first))
    return Excerpt(hit.snippet, *hit.marks[best], in_thinking=hit.in_thinking)


def _reach(hit: Hit, first: int) -> int:
    """Return how many characters of the snippet it takes from a mark to have all of the words."""
    words = [hit.snippet[start:end].casefold() for start, end in hit.marks]
    missing = set(words)
    for number in range(first, len(words)):
        missing.discard(words[number])
        if not missing:
            return hit.marks[number][1] - hit.marks[first][0]
    return len(hit.snippet) + first
