"""One chat on screen.

`Transcript` shows its messages, given as `MessageView` and `FooterView`; `Composer` is where a question is typed, its
`ComposerState` says what it can do; `ModeBar` chooses a mode; `EmptyState` welcomes to a new chat; `RecordDialog`
shows how an answer came to be and has a `ReproduceBox`. `load_transcript` loads what `Transcript` needs ahead of time.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.conversation.composer import Composer
    from desktop.conversation.composer_state import ComposerState
    from desktop.conversation.empty_state import EmptyState
    from desktop.conversation.loading import load_transcript
    from desktop.conversation.mode_bar import ModeBar
    from desktop.conversation.record_dialog import RecordDialog
    from desktop.conversation.reproduce_box import ReproduceBox
    from desktop.conversation.transcript import FooterView, MessageView, Transcript

__all__ = [
    "Composer",
    "ComposerState",
    "EmptyState",
    "FooterView",
    "MessageView",
    "ModeBar",
    "RecordDialog",
    "ReproduceBox",
    "Transcript",
    "load_transcript",
]

__getattr__ = door(
    __name__,
    {
        "Composer": "composer",
        "ComposerState": "composer_state",
        "EmptyState": "empty_state",
        "FooterView": "transcript",
        "MessageView": "transcript",
        "ModeBar": "mode_bar",
        "RecordDialog": "record_dialog",
        "ReproduceBox": "reproduce_box",
        "Transcript": "transcript",
        "load_transcript": "loading",
    },
)
