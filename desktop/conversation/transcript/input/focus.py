"""The keyboard's focus inside the transcript: on one message, or on one of its controls."""

from PySide6.QtCore import QObject, Signal

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage


class Focus(QObject):
    """Moves the focus; `moved` tells of each move.

    Tab goes through the controls of one message and then leaves the transcript, so that a long conversation is no
    trap; Ctrl with the arrows goes from message to message.
    """

    moved = Signal()

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage

    def enter(self) -> None:
        """Take the focus by keyboard: it goes to the message that is read."""
        attention = self._stage.attention
        attention.shows_focus = True
        if attention.focused is None or not self._is_seen(attention.focused):
            number = self._number_in_view()
            attention.focused = None if number is None else Target(self._stage.flow.items[number].id)
        self.moved.emit()

    def next_control(self, *, forward: bool) -> bool:
        """Go to the next control of the message; return False at its end, where the focus leaves."""
        focused = self._stage.attention.focused
        if focused is None or not self._stage.flow.knows(focused.message):
            return False
        stops = [None, *self._stage.item(focused.message).controls()]
        at = stops.index(focused.control) if focused.control in stops else 0
        at += 1 if forward else -1
        if not 0 <= at < len(stops):
            return False
        self.go(Target(focused.message, stops[at]))
        return True

    def to_message(self, *, forward: bool) -> None:
        """Go to the next message, or to the one in view if none has the focus."""
        flow, focused = self._stage.flow, self._stage.attention.focused
        number = self._number_in_view()
        if focused is not None and flow.knows(focused.message) and self._stage.attention.shows_focus:
            number = flow.number(focused.message) + (1 if forward else -1)
        if number is not None and 0 <= number < len(flow.items):
            self.go(Target(flow.items[number].id))

    def start_of_selection(self) -> Position | None:
        """Return where a selection by keyboard begins: at the message with the focus, or the one in view."""
        stage = self._stage
        focused = stage.attention.focused
        if focused is not None and stage.flow.knows(focused.message):
            return Position(focused.message, stage.item(focused.message).sections()[0], 0, 0)
        number = self._number_in_view()
        if number is None:
            return None
        item = stage.flow.items[number]
        return Position(item.id, item.sections()[0], 0, 0)

    def go(self, target: Target) -> None:
        """Move the focus to a message or control, and show it."""
        stage = self._stage
        stage.attention.shows_focus = True
        stage.attention.focused = target
        number = stage.flow.number(target.message)
        with stage.reading.steady():
            stage.flow.lay_out_whole(number)
        rect = stage.rect(target)
        if not rect.isEmpty():
            # Of a message that is higher than the screen, the beginning is shown.
            stage.reading.show(rect.top(), min(rect.bottom(), rect.top() + stage.reading.screen))
        self.moved.emit()

    def _is_seen(self, target: Target) -> bool:
        flow, reading = self._stage.flow, self._stage.reading
        if not flow.knows(target.message):
            return False
        return flow.number(target.message) in flow.between(reading.scroll, reading.scroll + reading.screen)

    def _number_in_view(self) -> int | None:
        """Return the number of the last message whose beginning is on screen, else of the one that fills it."""
        flow, reading = self._stage.flow, self._stage.reading
        seen = list(flow.between(reading.scroll, reading.scroll + reading.screen))
        begun = [number for number in seen if flow.top(number) >= reading.scroll]
        return next(iter(reversed(begun or seen)), None)
