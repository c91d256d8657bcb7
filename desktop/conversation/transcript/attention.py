"""Which control is under the mouse, pressed, focused, or has just done its work, and which message glows."""

from typing import NamedTuple

from desktop.conversation.transcript.controls import Control
from desktop.conversation.transcript.layout import State


class Target(NamedTuple):
    """A control of a message; None as control means the message itself."""

    message: int
    control: Control | None = None


class Attention:
    """What gets a special look. `shows_focus` is False while the keyboard is not in use.

    `by_touch` says that the selection was made with a finger.
    `glowing` is the message that was just shown to the reader, `glow` how much it still glows: 1 to 0.
    """

    def __init__(self) -> None:
        self.hovered: Target | None = None
        self.pressed: Target | None = None
        self.focused: Target | None = None
        self.done: Target | None = None
        self.shows_focus = False
        self.by_touch = False
        self.glowing: int | None = None
        self.glow = 0.0

    def state(self, target: Target) -> State:
        """Return how a control is drawn."""
        state = State.REST
        if target == self.hovered:
            state |= State.HOVERED
        if target == self.pressed and target == self.hovered:
            state |= State.PRESSED
        if target == self.focused and self.shows_focus:
            state |= State.FOCUSED
        if target == self.done:
            state |= State.DONE
        return state

    def forget(self, message: int) -> None:
        """Drop what points to a message that is gone."""
        if self.glowing == message:
            self.glowing = None
        for name in ("hovered", "pressed", "focused", "done"):
            target: Target | None = getattr(self, name)
            if target is not None and target.message == message:
                setattr(self, name, None)
