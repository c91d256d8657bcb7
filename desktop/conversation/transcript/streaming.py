"""Answers that are being written: text is collected, and drawn when the cadence says so."""

import time
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.conversation.transcript.cadence import Cadence
from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.passage import Change
from desktop.conversation.transcript.stage import Stage
from desktop.conversation.transcript.view import MessageView
from models.engine import Channel

_SECTIONS: Final = {Channel.THINKING: Section.THINKING, Channel.ANSWER: Section.ANSWER}
_CLOCK_MS: Final = 1000
_BEGINNING: Final = 0.05  # seconds of reading what an answer has already that goes on; the rest is read later
_TURN: Final = 0.016  # seconds of reading what was fed; the rest is read on in the next turns of the event loop
_AT_ONCE: Final = 0.1  # seconds: thinking that was known already when it was fed


class _Stream:
    """One growing message: text not yet read, and when its thinking began and ended."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.fed: dict[Section, list[str]] = {Section.THINKING: [], Section.ANSWER: []}
        self.began: float | None = None
        self.ended: float | None = None

    def seconds(self) -> float | None:
        """Return how long the thinking took so far, None where it came all at once and the time is not known."""
        if self.began is None:
            return None
        seconds = (self.ended or time.monotonic()) - self.began
        return None if self.ended is not None and seconds < _AT_ONCE else seconds


class Streaming(QObject):
    """Feeds growing messages."""

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._streams: dict[int, _Stream] = {}
        self._cadence = Cadence()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_due)
        self._clock = QTimer(self)  # the seconds of thinking go on while no text comes
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._on_due)

    def begin(self, message: int) -> None:
        """Let a message grow. Raises KeyError for an unknown one."""
        item = self._stage.item(message)
        until = time.monotonic() + _BEGINNING
        for section in Section:
            passage = item.passage(section)
            passage.begin()
            while passage.unread > 0.0 and time.monotonic() < until:
                passage.read_on()
        if item.layout is not None:  # with the blocks of an earlier reading, which may have come further
            with self._stage.reading.steady():
                item.layout.update()
                self._stage.flow.measure(self._stage.flow.number(message))
        self._streams[message] = _Stream(item)
        self._cadence = Cadence()

    def feed(self, message: int, channel: Channel, text: str) -> None:
        """Add text. Raises KeyError for a message that does not grow."""
        stream, section = self._streams[message], _SECTIONS[channel]
        if not text:
            return
        stream.fed[section].append(text)
        now = time.monotonic()
        if section is Section.THINKING and stream.began is None:
            stream.began = now
            self._clock.start()
        elif section is Section.ANSWER and stream.began is not None and stream.ended is None:
            stream.ended = now
        self._cadence.fed(len(text))
        if not self._timer.isActive():
            self._timer.start(round(1000 * self._cadence.delay(now)))

    def end(self, view: MessageView) -> Item:
        """Show the finished message. Raises KeyError for a message that does not grow."""
        stream = self._streams.pop(view.id)
        item = stream.item
        if not self._streams:
            self._timer.stop()
            self._clock.stop()
        read = self._read(stream)[Section.ANSWER]
        item.view, item.lined = view, None
        item.is_thinking = False
        item.seconds = stream.seconds() if view.thinking_seconds is None else view.thinking_seconds
        self._finish(item, view, read)
        return item

    def _finish(self, item: Item, view: MessageView, read: Change) -> None:
        number = self._stage.flow.number(view.id)
        with self._stage.reading.steady():
            item.passage(Section.THINKING).end(view.thinking)
            kept = min(read.kept, item.passage(Section.ANSWER).end(view.text).kept)
            item.unfolded = item.unfolded and item.has_thinking
            if item.layout is not None:
                # A folded thinking has no slots that could have changed.
                change = Change(kept, read.revised)
                item.layout.update(Section.ANSWER, change) if kept and not item.unfolded else item.layout.update()
            self._stage.flow.measure(number)
        self._stage.flow.watchers.tell(view.id)

    def drop(self, message: int) -> None:
        """Forget a growing message that was taken away."""
        self._streams.pop(message, None)
        if not self._streams:
            self._timer.stop()
            self._clock.stop()

    def drop_all(self) -> None:
        """Forget all growing messages."""
        for message in list(self._streams):
            self.drop(message)

    def grows(self, message: int) -> bool:
        """Return whether a message is growing."""
        return message in self._streams

    def _on_due(self) -> None:
        began = time.monotonic()
        reading, flow = self._stage.reading, self._stage.flow
        changed: list[float] = []
        with reading.steady(repaints=False):
            for message, stream in self._streams.items():
                number = flow.number(message)
                changed.append(flow.top(number) + self._refresh(number, stream))
                flow.watchers.tell(message)
        reading.repaint_from(min(changed, default=flow.height))
        now = time.monotonic()
        self._cadence.refreshed(now, now - began)

    def _refresh(self, number: int, stream: _Stream) -> float:
        """Show what was fed and return from where on the message changed."""
        item = stream.item
        changes = self._read(stream)
        item.is_thinking = stream.began is not None and stream.ended is None
        item.seconds = stream.seconds()
        if stream.ended is not None and len(self._streams) == 1:
            self._clock.stop()
        changed = 0.0
        if item.layout is not None:
            changed = min(item.layout.update(section, changes[section]) for section in item.sections())
        self._stage.flow.measure(number)
        return changed

    def _read(self, stream: _Stream) -> dict[Section, Change]:
        """Read what was fed and return what that changed in each section."""
        changes: dict[Section, Change] = {}
        for section, fed in stream.fed.items():
            passage = stream.item.passage(section)
            passage.feed("".join(fed))
            fed.clear()
            change = passage.read_on()
            until = time.monotonic() + _TURN
            while passage.unread > 0.0 and time.monotonic() < until:
                change = change.then(passage.read_on())
            changes[section] = change
        return changes
