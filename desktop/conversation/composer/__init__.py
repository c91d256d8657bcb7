"""Where a question is made: `Composer` is the widget, its `ComposerState` says what it can do.

Its `FileTray` holds the `DraftFile`s that go with the question; `file_detail` says how long a file is.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.conversation.composer.composer import Composer
    from desktop.conversation.composer.composer_state import ComposerState
    from desktop.conversation.composer.draft_file import DraftFile, file_detail
    from desktop.conversation.composer.file_tray import FileTray

__all__ = ["Composer", "ComposerState", "DraftFile", "FileTray", "file_detail"]

__getattr__ = door(
    __name__,
    {
        "Composer": "composer",
        "ComposerState": "composer_state",
        "DraftFile": "draft_file",
        "FileTray": "file_tray",
        "file_detail": "draft_file",
    },
)
