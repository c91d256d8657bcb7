"""How the user works with the surface: keys, mouse, focus, menu and tool tips.

`Keyboard`, `Mouse`, `Touch` and `Focus` turn events into scrolling, selecting and activating; `make_menu` makes the
context menu for the `Spot` that `spot_at` or `spot_of_keyboard` finds; `name_of`, `description_of` and `tip_of` say
what a control is. `Sideways` scrolls wide code and tables.
"""

from desktop.conversation.transcript.input.focus import Focus
from desktop.conversation.transcript.input.hints import description_of, name_of, tip_of
from desktop.conversation.transcript.input.keyboard import Keyboard
from desktop.conversation.transcript.input.menu import Spot, make_menu, make_message_menu, spot_at, spot_of_keyboard
from desktop.conversation.transcript.input.mouse import Mouse
from desktop.conversation.transcript.input.sideways import Sideways
from desktop.conversation.transcript.input.touch import Touch

__all__ = [
    "Focus",
    "Keyboard",
    "Mouse",
    "Sideways",
    "Spot",
    "Touch",
    "description_of",
    "make_menu",
    "make_message_menu",
    "name_of",
    "spot_at",
    "spot_of_keyboard",
    "tip_of",
]
