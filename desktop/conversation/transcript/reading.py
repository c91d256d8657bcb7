"""Where the reader is: the scroll position that survives every change, and following an answer at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.conversation.transcript.anchoring import Anchor, anchor_at, scroll_for
from desktop.conversation.transcript.flow import Flow

_NEAR: Final = 0.5  # screens that are laid out beyond the edges
_AT_END: Final = 4  # pixels from the end that still count as the end
_MOST_ROUNDS: Final = 12
_ABOVE: Final = 24.0  # what stays visible above a message that the screen begins with


class Reading(QObject):
    """Keeps what is on screen in its place while the messages change.

    While `following`, the end stays in view; the reader stops that by scrolling away from the end. `changed` tells
    that this, or whether there is more below, may have changed.
    """

    changed = Signal()

    def __init__(self, area: QAbstractScrollArea, flow: Flow) -> None:
        super().__init__(area)
        self._area = area
        self._flow = flow
        self._bar = area.verticalScrollBar()
        self._is_adjusting = False
        self._depth = 0
        self.following = True
        self.is_held = False

    @property
    def scroll(self) -> float:
        """Where the screen begins."""
        return float(self._bar.value())

    @property
    def screen(self) -> float:
        """The height of the screen."""
        return float(self._area.viewport().height())

    @property
    def is_at_end(self) -> bool:
        """Whether the end is in view."""
        return self._bar.value() >= self._bar.maximum() - _AT_END

    @contextmanager
    def steady(self, *, repaints: bool = True) -> Iterator[None]:
        """Keep what is on screen where it is while the messages change in the `with` block.

        With `repaints` False, nothing is drawn anew but what moved: whoever changes less asks for less.
        """
        self._depth += 1
        anchor = anchor_at(self._flow, self.scroll, self.screen) if self._depth == 1 else None
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._settle(anchor, to_end=self.following and not self.is_held)
                if repaints:
                    self._area.viewport().update()

    def to_end(self) -> None:
        """Show the end and follow it."""
        self.following = True
        self._settle(None, to_end=True)
        self._area.viewport().update()

    def begin_at(self, message: int, *, below: float = _ABOVE) -> None:
        """Let the screen begin `below` pixels above a message, and stay there."""
        self.following = False
        self._settle(Anchor(message, below), to_end=False)
        self.following = self.is_at_end
        self._area.viewport().update()

    def repaint_from(self, top: float) -> None:
        """Draw anew what is below `top`."""
        y = int(max(0.0, top - self.scroll - 1.0))
        viewport = self._area.viewport()
        if y < viewport.height():
            viewport.update(0, y, viewport.width(), viewport.height() - y)

    def show(self, top: float, bottom: float) -> None:
        """Scroll as little as is needed for the space from `top` to `bottom` to be on screen."""
        scroll = self.scroll
        if bottom > scroll + self.screen:
            scroll = bottom - self.screen
        self.move_to(min(scroll, top))

    def move_to(self, scroll: float) -> None:
        """Let the screen begin at `scroll`, as if the reader had scrolled there."""
        self._bar.setValue(round(scroll))

    def on_scrolled(self) -> None:
        """Take note of a new value of the scroll bar."""
        if self._is_adjusting:
            return
        self.following = self.is_at_end
        self._settle(anchor_at(self._flow, self.scroll, self.screen), to_end=False)

    def _settle(self, anchor: Anchor | None, *, to_end: bool) -> None:
        """Lay out what is on screen until no height changes any more, with the anchor or the end in its place."""
        flow, screen = self._flow, self.screen
        scroll = self.scroll
        for _ in range(_MOST_ROUNDS):
            if to_end:
                scroll = flow.height - screen
            elif anchor is not None:
                goal = scroll_for(flow, anchor)
                scroll = scroll if goal is None else goal
            scroll = max(0.0, min(scroll, flow.height - screen))
            if not flow.lay_out(scroll - _NEAR * screen, scroll + (1.0 + _NEAR) * screen):
                break
        flow.forget_far(scroll, scroll + screen)
        self._apply(scroll)

    def _apply(self, scroll: float) -> None:
        self._is_adjusting = True
        try:
            self._bar.setPageStep(round(self.screen))
            self._bar.setRange(0, max(0, round(self._flow.height - self.screen)))
            self._bar.setValue(round(scroll))
        finally:
            self._is_adjusting = False
        self.changed.emit()
