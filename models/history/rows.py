"""Between the rows of the table `messages` and `Message` values."""

import logging

import msgspec

from models.engine import Role
from models.history.values import AnswerState, Message
from models.record import AnswerRecord

_log = logging.getLogger(__name__)
_records = msgspec.json.Decoder(AnswerRecord)

MESSAGE_COLUMNS = """
id, conversation_id, parent_id, role, state, created_ms, content, thinking, thinking_seconds, record,
(SELECT count(*) FROM messages AS other WHERE other.conversation_id = messages.conversation_id
    AND other.parent_id IS messages.parent_id AND other.id <= messages.id),
(SELECT count(*) FROM messages AS other WHERE other.conversation_id = messages.conversation_id
    AND other.parent_id IS messages.parent_id)
"""
"""What `message_from` needs, in its order, of a SELECT from `messages`."""

MessageRow = tuple[int, int, int | None, str, str, int, str, str | None, float | None, str | None, int, int]


def message_from(row: MessageRow) -> Message:
    """Return the message in a row of `MESSAGE_COLUMNS`."""
    number, conversation, parent, role, state, created, content, thinking, seconds, record, position, count = row
    return Message(
        id=number,
        conversation=conversation,
        parent=parent,
        role=Role(role),
        state=AnswerState(state),
        created_ms=created,
        content=content,
        thinking=thinking,
        thinking_seconds=seconds,
        record=_decode_record(record, message=number),
        sibling_number=position,
        sibling_count=count,
    )


def encode_record(record: AnswerRecord | None) -> str | None:
    """Return the record as JSON.

    None where it cannot be written (a file name that is not valid Unicode): the answer counts more than its record.
    """
    try:
        return None if record is None else msgspec.json.encode(record).decode()
    except UnicodeEncodeError as error:
        _log.warning("an answer was saved without its record: %s", error)
        return None


def _decode_record(text: str | None, *, message: int) -> AnswerRecord | None:
    if text is None:
        return None
    try:
        return _records.decode(text)
    except msgspec.DecodeError as error:
        _log.warning("the record of message %d cannot be read: %s", message, error)
        return None
