"""The text of one section of a message: read when it is first needed, and while it grows.

A `Passage` holds the source and its blocks and chooses how it is read; a `Change` says what reading changed.
"""

from desktop.conversation.transcript.passage.change import Change
from desktop.conversation.transcript.passage.passage import Passage

__all__ = ["Change", "Passage"]
