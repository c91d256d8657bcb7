"""The mouse: selecting by dragging, words and blocks by clicking, controls, sideways scrolling."""

from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QMouseEvent, QWheelEvent

from desktop.conversation.transcript.actions import Actions, put_on_clipboard
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.input.sideways import Sideways
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage

_AUTO_SCROLL_MS: Final = 30
_FASTEST: Final = 60.0  # pixels for each of those


class Mouse(QObject):
    """Takes the mouse's events; points are those of the viewport. `changed` asks for a new painting."""

    changed = Signal()

    def __init__(self, stage: Stage, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._actions = actions
        self._sideways = Sideways(stage)
        self._is_selecting = False
        self._unit: tuple[Position, Position] | None = None  # the word or block a drag began with
        self._point = QPointF()
        self._double = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_AUTO_SCROLL_MS)
        self._timer.timeout.connect(self._on_auto_scroll)

    def press(self, event: QMouseEvent) -> None:
        """Take a press of a button."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        stage, point = self._stage, event.position()
        stage.attention.shows_focus = False
        stage.attention.by_touch = False
        target = stage.target_at(point)
        stage.attention.pressed = target
        if target is not None:
            stage.attention.focused = target
        if self._sideways.grab(point):
            return
        position = stage.caret.at(stage.content(point))
        if position is None or (target is not None and not _is_text(target)):
            self.changed.emit()
            return
        stage.attention.focused = target or Target(position.message)
        self._begin(position, point, extends=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        self.changed.emit()

    def _begin(self, position: Position, point: QPointF, *, extends: bool) -> None:
        stage = self._stage
        self._unit = None
        if extends:
            stage.selection.extend(position)
        elif self._is_third_click():
            self._unit = stage.caret.block(position)
            stage.selection.span(*self._unit)
        else:
            stage.selection.begin(position)
        self._double.invalidate()
        self._is_selecting = True
        stage.reading.is_held = True
        self._point = point

    def _is_third_click(self) -> bool:
        interval = QGuiApplication.styleHints().mouseDoubleClickInterval()
        return self._double.isValid() and self._double.elapsed() < interval

    def double_click(self, event: QMouseEvent) -> None:
        """Take a double click: select a word."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        target = self._stage.target_at(event.position())
        if target is not None and not _is_text(target):
            self.press(event)
            return
        word = self._stage.caret.word(self._stage.content(event.position()))
        if word is not None:
            self._stage.selection.span(*word)
            self._unit = word
        self._is_selecting = True
        self._point = event.position()
        self._double.start()
        self.changed.emit()

    def move(self, event: QMouseEvent) -> None:
        """Take a move, with or without a button held."""
        self._point = event.position()
        if self._sideways.drag(self._point):
            self.changed.emit()
            return
        if self._is_selecting and event.buttons() & Qt.MouseButton.LeftButton:
            self._extend()
            if self._overshoot() == 0.0:
                self._timer.stop()
            elif not self._timer.isActive():
                self._timer.start()
            return
        target = self._stage.target_at(self._point)
        if target != self._stage.attention.hovered:
            self._stage.attention.hovered = target
            self.changed.emit()

    def release(self, event: QMouseEvent) -> None:
        """Take a release: a control that was pressed and is still under the mouse does its work."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        stage = self._stage
        self._timer.stop()
        self._sideways.release()
        was_selecting, self._is_selecting = self._is_selecting, False
        stage.reading.is_held = False
        pressed, stage.attention.pressed = stage.attention.pressed, None
        target = stage.target_at(event.position())
        is_click = pressed is not None and (not _is_text(pressed) or stage.selected() is None)
        if pressed is not None and is_click and target == pressed:
            self._actions.activate(pressed)
        elif was_selecting and stage.selected() is not None and QGuiApplication.clipboard().supportsSelection():
            put_on_clipboard(stage.selected_source(), QClipboard.Mode.Selection)
        self.changed.emit()

    def leave(self) -> None:
        """Take note that the mouse left the viewport."""
        if self._stage.attention.hovered is not None:
            self._stage.attention.hovered = None
            self.changed.emit()

    def wheel(self, event: QWheelEvent) -> bool:
        """Scroll code or a table sideways; return False for what is the viewport's."""
        used = self._sideways.wheel(event)
        if used:
            self.changed.emit()
        return used

    def cursor_at(self, point: QPointF) -> Qt.CursorShape:
        """Return the shape of the mouse's cursor."""
        stage = self._stage
        if stage.target_at(point) is not None:
            return Qt.CursorShape.PointingHandCursor
        content = stage.content(point)
        rect = None if (at := stage.caret.at(content)) is None else stage.caret.rect(at)
        near = rect is not None and rect.top() - rect.height() <= content.y() <= rect.bottom() + rect.height()
        return Qt.CursorShape.IBeamCursor if near else Qt.CursorShape.ArrowCursor

    def _extend(self) -> None:
        stage = self._stage
        position = stage.caret.at(stage.content(self._point))
        if position is None:
            return
        if self._unit is not None:
            start, end = self._unit
            if stage.flow.place(position) < stage.flow.place(start):
                stage.selection.span(end, position)
            else:
                stage.selection.span(start, max(position, end, key=stage.flow.place))
        else:
            stage.selection.extend(position)
        self._sideways.reveal(position)
        self.changed.emit()

    def _overshoot(self) -> float:
        """Return how far the mouse is above (negative) or below the viewport."""
        if self._point.y() < 0.0:
            return self._point.y()
        return max(0.0, self._point.y() - self._stage.reading.screen)

    def _on_auto_scroll(self) -> None:
        step = max(-_FASTEST, min(_FASTEST, self._overshoot() / 2))
        self._stage.reading.move_to(self._stage.reading.scroll + step)
        self._extend()


def _is_text(target: Target) -> bool:
    """Return whether a control is a part of the text: a link, which can be selected."""
    return target.control is not None and target.control.is_link
