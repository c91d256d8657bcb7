"""From the rows of the table `messages` to `Message` values."""

from models.engine import Role
from models.history.values import AnswerState, AttachmentInfo, Message

MESSAGE_COLUMNS = """
messages.id, conversation_id, parent_id, role, state, created_ms, content, thinking, thinking_seconds, record,
hidden_ms IS NOT NULL, edited
"""
"""What `message_from` needs, in its order, of a SELECT from `messages`."""

MessageRow = tuple[int, int, int | None, str, str, int, str, str | None, float | None, str | None, int, int]

_roles = {role.value: role for role in Role}
_states = {state.value: state for state in AnswerState}
_flags = (False, True)


def message_from(row: MessageRow, place: tuple[int, int], attachments: tuple[AttachmentInfo, ...]) -> Message:
    """Return the message in a row of `MESSAGE_COLUMNS`; `place` is its number among its siblings, and how many."""
    number, conversation, parent, role, state, created, content, thinking, seconds, record, hidden, edited = row
    # Its own constructor sets one field after the other past the guard that freezes it; for a long thread that takes
    # longer than reading it from the file.
    message = Message.__new__(Message)
    message.__dict__.update(
        {
            "id": number,
            "conversation": conversation,
            "parent": parent,
            "role": _roles[role],
            "state": _states[state],
            "created_ms": created,
            "content": content,
            "thinking": thinking,
            "thinking_seconds": seconds,
            "record_text": record,
            "sibling_number": place[0],
            "sibling_count": place[1],
            "hidden": _flags[hidden],
            "edited": _flags[edited],
            "attachments": attachments,
        }
    )
    return message
