"""Colouring of code, off the window's thread.

`Highlighter` answers at once with what it knows and signals when it knows more; its answers are `Mark`s of a `Kind`.
`file_name` is what code in a language is saved as.
"""

from desktop.conversation.transcript.highlight.file_name import file_name
from desktop.conversation.transcript.highlight.highlighter import Highlighter
from desktop.conversation.transcript.highlight.marks import Kind, Mark, Marks

__all__ = ["Highlighter", "Kind", "Mark", "Marks", "file_name"]
