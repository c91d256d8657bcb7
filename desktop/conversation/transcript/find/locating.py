"""Going to a place in one message that was found elsewhere, and is known by some of the text around it."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.find.matching import Query
from desktop.conversation.transcript.find.reading_slowly import blocks_of
from desktop.conversation.transcript.find.running_text import RunningText
from desktop.conversation.transcript.find.visiting import visiting
from desktop.conversation.transcript.hits import Hit
from desktop.conversation.transcript.stage import Stage

_SLICE: Final = 0.008  # seconds
_CONTEXTS: Final = (30, 10, 0)  # characters at either side: what is shown may differ from what is written
_MARKS: Final = re.compile(r"[*`~]+")  # of Markdown, as no word is shown with them


@dataclass(frozen=True)
class Excerpt:
    """Some of the source of a message, on one line; the characters from `start` to `end` are what was found."""

    text: str
    start: int
    end: int
    in_thinking: bool = False


class Locator(QObject):
    """Scrolls to an excerpt's place and selects it there. `located` comes when it did.

    The message is looked through in slices of time. Where the excerpt is not in it, nothing happens.
    """

    located = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._work: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_slice)

    def look_for(self, message: int, excerpt: Excerpt | None) -> None:
        """Go to the place of an excerpt of a message; None: stay, and look for nothing any more."""
        self._timer.stop()
        if excerpt is not None:
            self._work = self._look(message, excerpt)
            self._timer.start()

    def _on_slice(self) -> None:
        end = time.monotonic() + _SLICE
        while time.monotonic() < end:
            if next(self._work, self) is self:
                self._timer.stop()
                return

    def _look(self, message: int, excerpt: Excerpt) -> Iterator[None]:
        """Find the place in steps, and go there."""
        stage = self._stage
        if not stage.flow.knows(message):
            return
        section = Section.THINKING if excerpt.in_thinking else Section.ANSWER
        wanted = [_Wanted(excerpt, width) for width in _CONTEXTS]
        found: list[Hit | None] = [None] * len(wanted)
        for blocks in blocks_of(stage.item(message), section, stage.flow.around.say("transcript.image")):
            yield
            text = RunningText(max(one.reach for one in wanted))
            for number, block in enumerate(blocks or ()):
                text.put(number, block)
                for rank, one in enumerate(wanted):
                    place = None if found[rank] else one.place_in(text.text)
                    found[rank] = Hit(message, section, *text.stretch(*place)) if place else found[rank]
                yield
        hit = next(filter(None, found), None)  # the one with most around it
        if hit is None:
            return
        yield from visiting(stage, hit)
        if stage.flow.knows(message):
            stage.selection.span(hit.first, hit.last)
            self.located.emit()


class _Wanted:
    """An excerpt cut to what was found and `width` characters at either side."""

    def __init__(self, excerpt: Excerpt, width: int) -> None:
        before = _MARKS.sub("", excerpt.text[max(excerpt.start - width, 0) : excerpt.start])
        word = _MARKS.sub("", excerpt.text[excerpt.start : excerpt.end])
        after = _MARKS.sub("", excerpt.text[excerpt.end : excerpt.end + width])
        self._whole = Query(f"{before}{word}{after}".strip("… "))
        self._word = Query(word)
        self._number = len(self._word.places_in(before))
        self.reach = self._whole.reach

    def place_in(self, text: str) -> tuple[int, int] | None:
        """Return where in a plain text it is that was found, None where it is not."""
        for start, end in self._whole.places_in(text, 1):
            places = self._word.places_in(text[start:end])
            if places:
                first, last = places[min(self._number, len(places) - 1)]
                return start + first, start + last
        return None
