"""The conversation on screen: one scrolling surface with one selection across all messages.

`Transcript` is the widget. It shows `MessageView`s (far from the screen a `Glance` is enough), with a `FooterView`
under each answer, `WarmthView`s beside one that has several temperatures and `AttachmentView`s in a question, and
says what the user asks for by signals; `Say` is how it is given its texts. Its `Editing` changes a message in its
place and knows what was left `Unfinished`. `PdfPrinting` puts messages on paper, `PrintChoice` says what of them. An
`Excerpt` is a place in a message by the text around it.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.conversation.transcript.editing import Editing, Unfinished
    from desktop.conversation.transcript.find import Excerpt
    from desktop.conversation.transcript.printing import PdfPrinting, PrintChoice
    from desktop.conversation.transcript.transcript import Transcript
    from desktop.conversation.transcript.view import AttachmentView, FooterView, Glance, MessageView, Say, WarmthView

__all__ = [
    "AttachmentView",
    "Editing",
    "Excerpt",
    "FooterView",
    "Glance",
    "MessageView",
    "PdfPrinting",
    "PrintChoice",
    "Say",
    "Transcript",
    "Unfinished",
    "WarmthView",
]

__getattr__ = door(
    __name__,
    {
        "AttachmentView": "view",
        "Editing": "editing",
        "Excerpt": "find",
        "FooterView": "view",
        "Glance": "view",
        "MessageView": "view",
        "PdfPrinting": "printing",
        "PrintChoice": "printing",
        "Say": "view",
        "Transcript": "transcript",
        "Unfinished": "editing",
        "WarmthView": "view",
    },
)
