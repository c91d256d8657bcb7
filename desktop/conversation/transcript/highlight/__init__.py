"""Colouring of code, off the window's thread.

`Highlighter` answers at once with what it knows and signals when it knows more; its answers are `Mark`s of a `Kind`.
"""

from desktop.conversation.transcript.highlight.highlighter import Highlighter
from desktop.conversation.transcript.highlight.marks import Kind, Mark, Marks

__all__ = ["Highlighter", "Kind", "Mark", "Marks"]
