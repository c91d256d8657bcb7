"""One chat on screen.

`Transcript` shows its messages, given as `MessageView`, `FooterView`, `WarmthView` and `AttachmentView`; `Comparison`
shows several answers to one question beside each other; `Composer` is where a question is typed, its `ComposerState`
says what it can do, its `DraftFile`s go with the question and a `FileDialog` shows one (`file_detail` says how long
it is); `ModeBar` chooses a mode; `EmptyState` welcomes to a new chat with a `StarterOffer`, `KeepingBar` says
of one that it can only be read, or is not kept; `FindBar` finds texts in it; `RecordDialog`
shows how an answer came to be and has a `ReproduceBox`. `Editing` changes a message, `Unfinished` is what it left.
An `Excerpt` is a place in one.
`PdfPrinting` puts messages on paper, `PrintChoice` says what of them. `load_transcript` loads what `Transcript` needs
ahead of time.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.conversation.comparison import Comparison
    from desktop.conversation.composer import Composer, ComposerState, DraftFile, file_detail
    from desktop.conversation.empty_state import EmptyState
    from desktop.conversation.file_dialog import FileDialog
    from desktop.conversation.find_bar import FindBar
    from desktop.conversation.keeping_bar import KeepingBar
    from desktop.conversation.loading import load_transcript
    from desktop.conversation.mode_bar import ModeBar
    from desktop.conversation.record_dialog import RecordDialog
    from desktop.conversation.reproduce_box import ReproduceBox
    from desktop.conversation.starter_offer import StarterOffer
    from desktop.conversation.transcript import (
        AttachmentView,
        Editing,
        Excerpt,
        FooterView,
        Glance,
        MessageView,
        PdfPrinting,
        PrintChoice,
        Transcript,
        Unfinished,
        WarmthView,
    )

__all__ = [
    "AttachmentView",
    "Comparison",
    "Composer",
    "ComposerState",
    "DraftFile",
    "Editing",
    "EmptyState",
    "Excerpt",
    "FileDialog",
    "FindBar",
    "FooterView",
    "Glance",
    "KeepingBar",
    "MessageView",
    "ModeBar",
    "PdfPrinting",
    "PrintChoice",
    "RecordDialog",
    "ReproduceBox",
    "StarterOffer",
    "Transcript",
    "Unfinished",
    "WarmthView",
    "file_detail",
    "load_transcript",
]

__getattr__ = door(
    __name__,
    {
        "AttachmentView": "transcript",
        "Comparison": "comparison",
        "Composer": "composer",
        "ComposerState": "composer",
        "DraftFile": "composer",
        "Editing": "transcript",
        "EmptyState": "empty_state",
        "Excerpt": "transcript",
        "FileDialog": "file_dialog",
        "FindBar": "find_bar",
        "FooterView": "transcript",
        "Glance": "transcript",
        "KeepingBar": "keeping_bar",
        "MessageView": "transcript",
        "ModeBar": "mode_bar",
        "PdfPrinting": "transcript",
        "PrintChoice": "transcript",
        "RecordDialog": "record_dialog",
        "ReproduceBox": "reproduce_box",
        "StarterOffer": "starter_offer",
        "Transcript": "transcript",
        "Unfinished": "transcript",
        "WarmthView": "transcript",
        "file_detail": "composer",
        "load_transcript": "loading",
    },
)
