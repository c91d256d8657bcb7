"""Laying out messages: boxes of text, code and controls, stacked.

`MessageLayout` stacks the boxes of one message, as `Slot`s that are filled when they come near; it asks a `Message` for
what to show. `make_box` lays one block out. `Box` is what all have in common, `Ink` and `State` how they are drawn at
the moment; `Surroundings` is what they are made with. `estimated_height` guesses a message's height from its source.
`MarkBox` is the line between what the model is told and what it is not. `ThinkingState` and `thinking_label` are the
head of the thinking; `is_enabled` tells of a footer's control; `thumb_rect` and `scroll_at` belong to sideways
scrolling; `paint_focus` draws the keyboard's ring. A `CodeBox` shows code; `fold_label` is what the row says that folds
it.
"""

from desktop.conversation.transcript.layout.box import Box, Ink, State
from desktop.conversation.transcript.layout.button import paint_focus
from desktop.conversation.transcript.layout.code_box import CodeBox
from desktop.conversation.transcript.layout.column import outer_column
from desktop.conversation.transcript.layout.estimate import MESSAGE_GAP, estimated_height
from desktop.conversation.transcript.layout.fold_row import fold_label
from desktop.conversation.transcript.layout.footer_box import is_enabled
from desktop.conversation.transcript.layout.frame import scroll_at, thumb_rect
from desktop.conversation.transcript.layout.make import make_box
from desktop.conversation.transcript.layout.mark_box import MarkBox
from desktop.conversation.transcript.layout.message_layout import Message, MessageLayout
from desktop.conversation.transcript.layout.slot import Slot
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.thinking_box import ThinkingState, thinking_label

__all__ = [
    "MESSAGE_GAP",
    "Box",
    "CodeBox",
    "Ink",
    "MarkBox",
    "Message",
    "MessageLayout",
    "Slot",
    "State",
    "Surroundings",
    "ThinkingState",
    "estimated_height",
    "fold_label",
    "is_enabled",
    "make_box",
    "outer_column",
    "paint_focus",
    "scroll_at",
    "thinking_label",
    "thumb_rect",
]
