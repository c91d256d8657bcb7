"""Whole conversations, to be written to files and taken in from them.

`WholeConversations` gives them out and takes them in; `WholeConversation`, `WholeMessage` and `WholeAttachment` are the
values, `NO_RECORD` the record of a message that has none.
"""

from models.history.whole.values import NO_RECORD, WholeAttachment, WholeConversation, WholeMessage
from models.history.whole.whole import WholeConversations

__all__ = ["NO_RECORD", "WholeAttachment", "WholeConversation", "WholeConversations", "WholeMessage"]
