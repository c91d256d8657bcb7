"""Changing a message in its place.

`Editing` shows a `MessageEditor` over a message and gives it the room that it needs; `Unfinished` is what was left.
"""

from desktop.conversation.transcript.editing.editing import Editing
from desktop.conversation.transcript.editing.editor import MessageEditor
from desktop.conversation.transcript.editing.unfinished import Unfinished

__all__ = ["Editing", "MessageEditor", "Unfinished"]
