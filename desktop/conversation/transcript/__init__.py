"""The conversation on screen: one scrolling surface with one selection across all messages.

`Transcript` is the widget. It shows `MessageView`s, with a `FooterView` under each answer, and says what the user asks
for by signals; `Say` is how it is given its texts.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.conversation.transcript.transcript import Transcript
    from desktop.conversation.transcript.view import FooterView, MessageView, Say

__all__ = ["FooterView", "MessageView", "Say", "Transcript"]

__getattr__ = door(
    __name__,
    {
        "FooterView": "view",
        "MessageView": "view",
        "Say": "view",
        "Transcript": "transcript",
    },
)
