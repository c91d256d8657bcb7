"""JSON of strangers as typed values."""

import json
import re
from typing import TypeVar

import msgspec

from models.exchange.worker.problems import UnreadableConversationError
from models.history import storable

_T = TypeVar("_T")
_PLACE = re.compile(r"at `([^`]+)`")


def decoded(value: bytes, kind: type[_T]) -> _T:
    """Return JSON as a `kind`. Raises UnreadableConversationError where it is none.

    Bytes that are no UTF-8 and halves of UTF-16 pairs, both of which cut texts leave behind, are no reason to lose a
    conversation: they are read again by the slower and more patient parser of the standard library.
    """
    try:
        return _strictly(value, kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        patient = json.dumps(json.loads(value.decode("utf-8", "replace")), ensure_ascii=False)
        return _strictly(storable(patient).encode(), kind)
    except RecursionError as error:
        raise UnreadableConversationError("nesting") from error
    except (ValueError, msgspec.DecodeError) as error:
        raise UnreadableConversationError("damaged") from error


def _strictly(value: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(value, type=kind)
    except msgspec.ValidationError as error:
        raise _wrong(error) from error
    except RecursionError as error:
        raise UnreadableConversationError("nesting") from error


def _wrong(error: msgspec.ValidationError) -> UnreadableConversationError:
    place = _PLACE.search(str(error))
    return UnreadableConversationError("types", place=place[1] if place else "$")
