"""The keyboard: scrolling, selecting, moving among messages and controls, copying."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from desktop.conversation.transcript.actions import Actions
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.deeds import Deed
from desktop.conversation.transcript.input.focus import Focus
from desktop.conversation.transcript.input.sideways import Sideways
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage

COPY_PLAIN: Final = QKeySequence("Ctrl+Shift+C")
"""The keys that copy without marks."""
_LINE: Final = 48.0  # pixels of an arrow key
_OVERLAP: Final = 40.0  # what a page leaves on screen of the one before
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ARROWS: Final = {
    Qt.Key.Key_Left: (False, True),
    Qt.Key.Key_Right: (True, True),
    Qt.Key.Key_Up: (False, False),
    Qt.Key.Key_Down: (True, False),
}
"""Whether an arrow goes forward, and whether it goes along the line."""


class Keyboard(QObject):
    """Takes the keys. `changed` asks for a new painting."""

    changed = Signal()

    def __init__(self, stage: Stage, actions: Actions, focus: Focus, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._actions = actions
        self._focus = focus
        self._sideways = Sideways(stage)

    def press(self, event: QKeyEvent) -> bool:
        """Take a key; return whether it means anything here."""
        used = (
            self._copies(event)
            or self._does(event)
            or self._extends(event)
            or self._moves(event)
            or self._scrolls(event)
        )
        if used:
            self.changed.emit()
        return used

    def select_all(self) -> None:
        """Select everything."""
        first, last = self._stage.caret.first(), self._stage.caret.last()
        if first is not None and last is not None:
            self._stage.selection.span(first, last)
        self.changed.emit()

    def _copies(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            focused = self._stage.attention.focused
            if not self._actions.copy_selection() and focused is not None:
                self._actions.copy_message(focused.message)
            return True
        if QKeySequence(event.keyCombination()) == COPY_PLAIN:
            self._actions.copy_plain()
            return True
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
            return True
        if event.key() == Qt.Key.Key_Escape and self._stage.selected() is not None:
            self._stage.selection.clear()
            return True
        return False

    def _does(self, event: QKeyEvent) -> bool:
        """Do something with the message that has the focus, by a key of its own."""
        focused = self._stage.attention.focused
        if focused is None or not self._stage.flow.knows(focused.message):
            return False
        pressed = QKeySequence(event.keyCombination())
        deed = next((deed for deed in Deed if QKeySequence(deed.key) == pressed), None)
        if deed is None or not self._stage.attention.shows_focus:
            return False
        self._actions.do(deed, focused.message)
        return True

    def _extends(self, event: QKeyEvent) -> bool:
        """Extend the selection by Shift and the keys that move."""
        if not event.modifiers() & _SHIFT:
            return False
        start = self._stage.selection.cursor or self._focus.start_of_selection()
        if start is None:
            return False
        moved = self._moved(start, event)
        if moved is None:
            return False
        if self._stage.selection.anchor is None:
            self._stage.selection.begin(start)
        self._stage.selection.extend(moved)
        rect = self._stage.caret.rect(moved)
        if rect is not None:
            self._stage.reading.show(rect.top(), rect.bottom())
            self._sideways.reveal(moved)
        return True

    def _moved(self, start: Position, event: QKeyEvent) -> Position | None:
        caret, key = self._stage.caret, Qt.Key(event.key())
        ctrl = bool(event.modifiers() & _CTRL)
        if key in _ARROWS:
            forward, along = _ARROWS[key]
            if along:
                return caret.step(start, forward=forward, by_word=ctrl)
            rect = caret.rect(start)
            return caret.line(start, rect.x() if rect else 0.0, down=forward)
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            forward = key == Qt.Key.Key_End
            if ctrl:
                return caret.last() if forward else caret.first()
            return caret.line_end(start, forward=forward)
        return None

    def _moves(self, event: QKeyEvent) -> bool:
        """Move among messages by Ctrl and the arrows; activate by Enter and Space."""
        focused = self._stage.attention.focused
        if event.modifiers() & _CTRL and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._focus.to_message(forward=event.key() == Qt.Key.Key_Down)
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and focused is not None:
            if focused.control is None:
                return False
            self._actions.activate(focused)
            return True
        if event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not event.modifiers():
            return self._scroll_sideways(focused, 1 if event.key() == Qt.Key.Key_Right else -1)
        return False

    def _scroll_sideways(self, focused: Target | None, direction: int) -> bool:
        """Scroll the code or table that has the focus."""
        control = focused.control if focused is not None else None
        if focused is None or control is None or control.block < 0:
            return False
        slot = self._stage.caret.slot(Position(focused.message, control.section, control.block, 0))
        if slot is None or slot.box is None or slot.box.overflow <= 0.0:
            return False
        return slot.box.scroll_to(slot.box.scroll_x + direction * _LINE)

    def _scrolls(self, event: QKeyEvent) -> bool:
        reading = self._stage.reading
        page = reading.screen - _OVERLAP
        match event.key():
            case Qt.Key.Key_Up:
                reading.move_to(reading.scroll - _LINE)
            case Qt.Key.Key_Down:
                reading.move_to(reading.scroll + _LINE)
            case Qt.Key.Key_PageUp:
                reading.move_to(reading.scroll - page)
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                reading.move_to(reading.scroll + page)
            case Qt.Key.Key_Home:
                reading.move_to(0.0)
            case Qt.Key.Key_End:
                reading.to_end()
            case _:
                return False
        return True
