"""Between the records of answers and the JSON that the history keeps of them."""

import logging

import msgspec

from models.record import AnswerRecord

_log = logging.getLogger(__name__)
_records = msgspec.json.Decoder(AnswerRecord)


def encode_record(record: AnswerRecord | None) -> str | None:
    """Return the record as JSON.

    None where it cannot be written (a file name that is not valid Unicode): the answer counts more than its record.
    """
    try:
        return None if record is None else msgspec.json.encode(record).decode()
    except UnicodeEncodeError as error:
        _log.warning("an answer was saved without its record: %s", error)
        return None


def decode_record(text: str | None, *, message: int) -> AnswerRecord | None:
    """Read what `encode_record` wrote; None, and a line in the log, where that is no longer possible."""
    if text is None:
        return None
    try:
        return _records.decode(text)
    except msgspec.DecodeError as error:
        _log.warning("the record of message %d cannot be read: %s", message, error)
        return None
