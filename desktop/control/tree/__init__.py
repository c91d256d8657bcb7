"""The tree of a conversation's messages: other wordings, other answers, and what is taken out or goes elsewhere.

`TreeController` does what is asked of one message; `ComparingController` shows answers that are made together side by
side until one is chosen. `Undoing` offers to bring a deleted message back; `UnfinishedEdits` keeps what is typed.
"""

from desktop.control.tree.comparing import ComparingController
from desktop.control.tree.tree import TreeController
from desktop.control.tree.undoing import Undoing
from desktop.control.tree.unfinished import UnfinishedEdits

__all__ = ["ComparingController", "TreeController", "Undoing", "UnfinishedEdits"]
