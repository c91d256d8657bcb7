"""The user's conversations, kept in one SQLite file.

`History` opens the file and holds two parts: `Conversations` (the list, titles, instructions, drafts, deleting with
undo) and `Messages` (the tree of questions and answers of each conversation).
`Conversation`, `ConversationSummary` and `Message` are what they return; `AnswerState` says how an answer ended or
that it is still being written, `TitleSource` who chose a title.
`SamplingOverrides` holds the settings that the user changed by hand in one conversation.
`Opening` tells what was found and done while the file was opened (damaged file set aside, copy made, answers that a
crash had cut off).
"""

from models.history.conversations import Conversations
from models.history.messages import Messages
from models.history.overrides import SamplingOverrides
from models.history.store import History, Opening
from models.history.values import AnswerState, Conversation, ConversationSummary, Message, TitleSource

__all__ = [
    "AnswerState",
    "Conversation",
    "ConversationSummary",
    "Conversations",
    "History",
    "Message",
    "Messages",
    "Opening",
    "SamplingOverrides",
    "TitleSource",
]
