"""One chat on screen.

`Transcript` shows its messages, given as `MessageView` and `FooterView`; `Composer` is where a question is typed, its
`ComposerState` says what it can do; `ModeBar` chooses a mode; `EmptyState` welcomes to a new chat; `RecordDialog`
shows how an answer came to be.
"""

from desktop.conversation.composer import Composer
from desktop.conversation.composer_state import ComposerState
from desktop.conversation.empty_state import EmptyState
from desktop.conversation.mode_bar import ModeBar
from desktop.conversation.record_dialog import RecordDialog
from desktop.conversation.transcript import FooterView, MessageView, Transcript

__all__ = [
    "Composer",
    "ComposerState",
    "EmptyState",
    "FooterView",
    "MessageView",
    "ModeBar",
    "RecordDialog",
    "Transcript",
]
