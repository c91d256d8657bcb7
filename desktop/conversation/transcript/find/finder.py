"""Looks through the messages in slices of time, and goes from hit to hit."""

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.find.matching import Query
from desktop.conversation.transcript.find.searching import hits_in
from desktop.conversation.transcript.find.visiting import visiting
from desktop.conversation.transcript.hits import Hit
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage

_SLICE: Final = 0.008  # seconds
_TOLD: Final = 0.1  # seconds between two notes of how far the search is
_GROWN_MS: Final = 300  # between two looks at a message that is being written
_MOST_HITS: Final = 10_000


@dataclass(frozen=True)
class FindState:
    """How far a search is: `number` (from 1) of `count` hits is visited, 0 for none.

    `more` says that there are more hits than are counted.
    """

    number: int = 0
    count: int = 0
    searching: bool = False
    more: bool = False


class Finder(QObject):
    """Finds a text in all messages, folded thinking and code included, and keeps up with what changes.

    `changed` carries a `FindState`; `marked` asks for drawing anew.
    """

    changed = Signal(object)
    marked = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._query = Query("")
        self._waiting: deque[int] = deque()
        self._work: Iterator[None] = iter(())
        self._way: Iterator[None] = iter(())  # to the hit that is visited
        self._origin: Position | None = None
        self._is_seeking = False  # the first hit from the origin on
        self._told = 0.0
        self._grown: set[int] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_GROWN_MS)
        self._later.timeout.connect(self._on_later)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_slice)
        stage.flow.watchers.add(self._on_changed)

    @property
    def state(self) -> FindState:
        """How far the search is."""
        hits = self._stage.hits
        return FindState(self._number(), hits.count, self._timer.isActive(), hits.count >= _MOST_HITS)

    def look_for(self, text: str) -> None:
        """Find a text, from where the reader is on; "" finds nothing."""
        hits = self._stage.hits
        self._origin = hits.current.first if hits.current is not None else self._origin or self._place_read()
        hits.clear()
        self._query = Query(text)
        self._work = self._way = iter(())
        self._waiting.clear()
        self._is_seeking = not self._query.is_empty
        if self._query.is_empty:
            self._timer.stop()
        else:
            self._waiting.extend(self._in_order())
            self._timer.start()
        self._tell()

    def go(self, *, forward: bool) -> None:
        """Visit the next hit, or the one before; after the last comes the first."""
        hit = self._beside(forward=forward)
        if hit is not None:
            self._visit(hit)
            self._tell()

    def end(self) -> None:
        """Take the marks away; the hit that was visited is selected."""
        hit = self._stage.hits.current
        if hit is not None:
            self._stage.selection.span(hit.first, hit.last)
        self._stage.hits.current = None
        self.look_for("")
        self._origin = None

    def _place_read(self) -> Position | None:
        stage = self._stage
        return stage.caret.at(QPointF(0.0, stage.reading.scroll))

    def _in_order(self) -> list[int]:
        """Return all messages, from the one with the origin on."""
        flow = self._stage.flow
        known = self._origin is not None and flow.knows(self._origin.message)
        first = flow.number(self._origin.message) if known and self._origin is not None else 0
        return [item.id for item in (*flow.items[first:], *flow.items[:first])]

    def _on_changed(self, message: int | None) -> None:
        if self._query.is_empty:
            return
        if message is None:
            self._origin = None
            self._stage.hits.current = None
            self._restart()
        elif not self._stage.flow.knows(message):
            self._stage.hits.put(message, [])
            self._tell()
        elif self._stage.item(message).view.streaming:
            self._grown.add(message)
            if not self._later.isActive():
                self._later.start()
        elif message not in self._waiting:
            self._waiting.append(message)
            self._timer.start()

    def _on_later(self) -> None:
        self._waiting.extend(message for message in self._grown if self._stage.flow.knows(message))
        self._grown.clear()
        self._timer.start()

    def _restart(self) -> None:
        self._stage.hits.clear()
        self._work = iter(())
        self._waiting = deque(self._in_order())
        self._timer.start()

    def _on_slice(self) -> None:
        end = time.monotonic() + _SLICE
        while time.monotonic() < end:
            if self._stage.hits.current is not None and next(self._way, self) is not self:
                continue
            if next(self._work, self) is not self:
                continue
            if not self._waiting or self._stage.hits.count >= _MOST_HITS:
                self._waiting.clear()
                self._finish()
                return
            self._work = self._search(self._waiting.popleft())
        if time.monotonic() - self._told > _TOLD:
            self._tell()

    def _finish(self) -> None:
        self._timer.stop()
        if self._is_seeking:
            self._is_seeking = False
            hit = self._beside(forward=True)
            if hit is not None:
                self._visit(hit)
        self._tell()

    def _search(self, message: int) -> Iterator[None]:
        """Find the hits of one message, in steps."""
        stage = self._stage
        if not stage.flow.knows(message):
            return
        item = stage.item(message)
        word = stage.flow.around.say("transcript.image")
        hits: list[Hit] = []
        for section in Section:
            for found in hits_in(item, section, self._query, word, _MOST_HITS):
                hits += found
                yield
                if len(hits) >= _MOST_HITS:
                    break
        yield
        if stage.flow.knows(message):
            del hits[_MOST_HITS:]
            stage.hits.put(message, hits)
            self._seek(hits)
            yield  # the way to a hit may have begun

    def _seek(self, hits: list[Hit]) -> None:
        if not self._is_seeking:
            return
        origin = self._origin
        onward = [hit for hit in hits if origin is None or hit.message != origin.message or hit.first >= origin]
        if onward:
            self._is_seeking = False
            self._visit(onward[0])

    def _beside(self, *, forward: bool) -> Hit | None:
        """Return the hit after or before the visited one, in reading order and in a circle."""
        hits, flow = self._stage.hits, self._stage.flow
        messages = sorted(hits.messages(), key=flow.number)
        if not messages:
            return None
        if hits.current is None:
            return hits.of(messages[0])[0] if forward else hits.of(messages[-1])[-1]
        own = hits.of(hits.current.message)
        at = own.index(hits.current) + (1 if forward else -1)
        if 0 <= at < len(own):
            return own[at]
        near = (messages.index(hits.current.message) + (1 if forward else -1)) % len(messages)
        return hits.of(messages[near])[0 if forward else -1]

    def _visit(self, hit: Hit) -> None:
        self._stage.hits.current = hit
        self._way = visiting(self._stage, hit)
        if next(self._way, self) is not self:
            self._timer.start()
        self.marked.emit()

    def _number(self) -> int:
        hits, flow = self._stage.hits, self._stage.flow
        current = hits.current
        if current is None:
            return 0
        own = flow.number(current.message)
        before = sum(len(hits.of(message)) for message in hits.messages() if flow.number(message) < own)
        return before + hits.of(current.message).index(current) + 1

    def _tell(self) -> None:
        self._told = time.monotonic()
        self.changed.emit(self.state)
        self.marked.emit()
