"""The user's conversations, kept in one SQLite file.

`History` opens the file and holds its parts: `Conversations` (lists, titles, instructions, drafts, archive and
recycle bin), `Folders`, `Messages` (the tree of questions and answers of each conversation) and `Search`.
`Conversation`, `ConversationSummary`, `Folder`, `Message`, `Attachment`, `AttachmentInfo` and `Hit` are what they
return; `AnswerState` says how an answer ended or that it is still being written, `TitleSource` who chose a title.
`SamplingOverrides` holds the settings that the user changed by hand in one conversation.
`WholeConversations` are for files: each is a `WholeConversation` of `WholeMessage`s (with `NO_RECORD` where they have
none) and `WholeAttachment`s; `storable` makes a text fit to be kept.
`title_from` makes a title of a first line, `told_text` is what the model is told of a question with files.
`check_history` finds out whether the file is sound: a `HistoryCheck` with `HistoryCounts` and each `FoundFault`, of a
`HistoryFault`.
`Opening` tells what was found and done while the file was opened (damaged file set aside, copy made, answers that a
crash had cut off); `NewerHistory` how much could be read of one that a newer program wrote.
"""

from models.history.checking import FoundFault, HistoryCheck, HistoryCounts, HistoryFault, check_history
from models.history.conversations import Conversations
from models.history.folders import Folders
from models.history.messages import Messages
from models.history.prompt_text import told_text
from models.history.search import Hit, IndexState, Search
from models.history.store import History, NewerHistory, Opening
from models.history.text import storable
from models.history.title import title_from
from models.history.values import (
    AnswerState,
    Attachment,
    AttachmentInfo,
    Conversation,
    ConversationSummary,
    Folder,
    Message,
    TitleSource,
)
from models.history.whole import NO_RECORD, WholeAttachment, WholeConversation, WholeConversations, WholeMessage
from models.sampling import SamplingOverrides

__all__ = [
    "NO_RECORD",
    "AnswerState",
    "Attachment",
    "AttachmentInfo",
    "Conversation",
    "ConversationSummary",
    "Conversations",
    "Folder",
    "Folders",
    "FoundFault",
    "History",
    "HistoryCheck",
    "HistoryCounts",
    "HistoryFault",
    "Hit",
    "IndexState",
    "Message",
    "Messages",
    "NewerHistory",
    "Opening",
    "SamplingOverrides",
    "Search",
    "TitleSource",
    "WholeAttachment",
    "WholeConversation",
    "WholeConversations",
    "WholeMessage",
    "check_history",
    "storable",
    "title_from",
    "told_text",
]
