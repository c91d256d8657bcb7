"""Fingers: a tap is a click, a drag scrolls and rolls on, a long press selects, handles change the selection."""

import time
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QTouchEvent

from desktop.conversation.transcript.actions import Actions
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.handles import handle_points
from desktop.conversation.transcript.input.sideways import Sideways
from desktop.conversation.transcript.stage import Stage

_FRAME_MS: Final = 16
_FRICTION: Final = 0.95  # of the speed is left after a frame
_SLOWEST: Final = 30.0  # pixels a second
_REST: Final = 0.08  # seconds without a move after which a lifted finger does not fling
_MEMORY: Final = 0.6  # of the older speed in the running one
_GRIP: Final = 26.0  # pixels around a handle
_EDGE: Final = 40.0  # where a dragged end of the selection scrolls


class Touch(QObject):
    """Takes the touch events of one finger; points are those of the viewport. `changed` asks for a new painting."""

    changed = Signal()

    def __init__(self, stage: Stage, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._actions = actions
        self._sideways = Sideways(stage)
        self._start = QPointF()
        self._point = QPointF()
        self._moved_at = 0.0
        self._speed = 0.0
        self._is_tap = False
        self._drags_end = False
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.timeout.connect(self._on_long)
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._on_frame)

    def take(self, event: QTouchEvent) -> bool:
        """Take an event of the touch screen; return whether it was one of a single finger."""
        points = event.points()
        if len(points) != 1:
            self._forget()
            return False
        point = points[0].position()
        if event.type() is QEvent.Type.TouchBegin:
            self._begin(point)
        elif event.type() is QEvent.Type.TouchUpdate:
            self._move(point)
        elif event.type() is QEvent.Type.TouchEnd:
            self._end(point)
        else:
            self._forget()
        return True

    def _begin(self, point: QPointF) -> None:
        was_rolling = self._frames.isActive()
        self._forget()
        self._start = self._point = point
        self._moved_at = time.monotonic()
        self._drags_end = self._grab_handle(point)
        self._stage.reading.is_held = True
        self._is_tap = not was_rolling and not self._drags_end  # a tap on what rolls only stops it
        if self._is_tap:
            self._long.start(QGuiApplication.styleHints().mousePressAndHoldInterval())

    def _grab_handle(self, point: QPointF) -> bool:
        """Take hold of the handle under the finger: that end of the selection becomes the one that moves."""
        selection = self._stage.selection
        for end, place in handle_points(self._stage):
            if (place - point).manhattanLength() <= _GRIP:
                if end == selection.anchor:
                    selection.span(selection.cursor or end, end)
                return True
        return False

    def _move(self, point: QPointF) -> None:
        step = point - self._point
        now = time.monotonic()
        far = (point - self._start).manhattanLength() >= QGuiApplication.styleHints().startDragDistance()
        if self._is_tap and not far:
            return
        self._is_tap = False
        self._long.stop()
        self._point = point
        if self._drags_end:
            self._extend()
            return
        if not self._sideways.slide(self._start, -step.x()) or abs(step.y()) > abs(step.x()):
            self._stage.reading.move_to(self._stage.reading.scroll - step.y())
        passed = max(now - self._moved_at, 0.001)
        self._speed = _MEMORY * self._speed + (1.0 - _MEMORY) * -step.y() / passed
        self._moved_at = now
        self.changed.emit()

    def _end(self, point: QPointF) -> None:
        was_tap, self._is_tap = self._is_tap, False
        self._long.stop()
        self._stage.reading.is_held = False
        if was_tap:
            self._tap(point)
        elif not self._drags_end and time.monotonic() - self._moved_at < _REST and abs(self._speed) > _SLOWEST:
            self._frames.start()
            return
        self._frames.stop()
        self._drags_end = False

    def _tap(self, point: QPointF) -> None:
        stage = self._stage
        stage.attention.shows_focus = False
        target = stage.target_at(point)
        if target is not None:
            stage.attention.focused = target
            self._actions.activate(target)
        else:
            position = stage.caret.at(stage.content(point))
            stage.attention.focused = None if position is None else Target(position.message)
            stage.selection.clear()
            stage.attention.by_touch = False
        self.changed.emit()

    def _on_long(self) -> None:
        """Select the word under the finger, and let a drag go on from there."""
        word = self._stage.caret.word(self._stage.content(self._point))
        if word is None:
            return
        self._is_tap = False
        self._drags_end = True
        self._stage.selection.span(*word)
        self._stage.attention.by_touch = True
        self.changed.emit()

    def _extend(self) -> None:
        stage = self._stage
        position = stage.caret.at(stage.content(self._point))
        if position is not None and position != stage.selection.anchor:
            stage.selection.extend(position)
            self._sideways.reveal(position)
        if self._beyond_edge() != 0.0:
            self._frames.start()
        self.changed.emit()

    def _beyond_edge(self) -> float:
        """Return how far the finger is in the upper (negative) or lower edge of the viewport."""
        below = self._point.y() - (self._stage.reading.screen - _EDGE)
        return max(below, 0.0) + min(self._point.y() - _EDGE, 0.0)

    def _on_frame(self) -> None:
        """Scroll on: by the speed of the finger that let go, or for the end of a selection at the edge."""
        reading = self._stage.reading
        before = reading.scroll
        if self._drags_end:
            beyond = self._beyond_edge()
            if beyond == 0.0:
                self._frames.stop()
                return
            reading.move_to(before + beyond / 4)
            position = self._stage.caret.at(self._stage.content(self._point))
            if position is not None:
                self._stage.selection.extend(position)
        else:
            reading.move_to(before + self._speed * _FRAME_MS / 1000)
            self._speed *= _FRICTION
            if abs(self._speed) < _SLOWEST or reading.scroll == before:
                self._frames.stop()
        self.changed.emit()

    def _forget(self) -> None:
        self._long.stop()
        self._frames.stop()
        self._is_tap = self._drags_end = False
        self._speed = 0.0
        self._stage.reading.is_held = False
