"""The bytes between the window and the engine: each message is a 4-byte length and a JSON array [type, fields].

Never pickle: the engine parses files from strangers, and what comes back from it must stay data.
"""

import struct
import threading
from typing import Any, BinaryIO

import msgspec

from models.engine import protocol

LARGEST = 64 * 1024 * 1024
"""Bytes of one message: many times what the largest context holds."""

_LENGTH = struct.Struct("<I")
_PIECE = 1024 * 1024
_REQUESTS = (
    protocol.Load,
    protocol.Generate,
    protocol.GenerateMany,
    protocol.Prefill,
    protocol.Forget,
    protocol.Stop,
    protocol.AnswerNow,
    protocol.CountTokens,
    protocol.Quit,
)
_EVENTS = (
    protocol.Ready,
    protocol.Loading,
    protocol.Loaded,
    protocol.Prompt,
    protocol.Token,
    protocol.TakenBack,
    protocol.Prefilled,
    protocol.Progress,
    protocol.Pressure,
    protocol.Done,
    protocol.AllDone,
    protocol.Counted,
    protocol.Failed,
)


class WireError(Exception):
    """The bytes are no message of this protocol: a bug, or another program at the other end."""


class TooLargeError(Exception):
    """A message has more than `LARGEST` bytes: nothing of it was sent."""


class _Decoders:
    """One prepared decoder per message type."""

    def __init__(self, *types: type) -> None:
        self._envelope = msgspec.json.Decoder(tuple[str, msgspec.Raw])
        self._by_name: dict[str, msgspec.json.Decoder[Any]] = {t.__name__: msgspec.json.Decoder(t) for t in types}

    def decode(self, body: bytes) -> Any:
        try:
            name, fields = self._envelope.decode(body)
            return self._by_name[name].decode(fields)
        except (msgspec.MsgspecError, KeyError, ValueError, RecursionError) as error:
            raise WireError(f"not a message: {body[:80]!r}") from error


class MessageReader:
    """Reads whole messages from a pipe; blocks."""

    def __init__(self, pipe: BinaryIO, decoders: _Decoders) -> None:
        self._pipe = pipe
        self._decoders = decoders

    def read(self) -> Any:
        """Return the next message, None at the end of the pipe. Raises WireError for anything else."""
        head = self._exactly(_LENGTH.size)
        if head is None:
            return None
        (length,) = _LENGTH.unpack(head)
        if length > LARGEST:
            raise WireError(f"a message of {length} bytes")
        body = self._exactly(length)
        return None if body is None else self._decoders.decode(body)

    def _exactly(self, count: int) -> bytes | None:
        parts = bytearray()
        while len(parts) < count:
            part = self._pipe.read(min(count - len(parts), _PIECE))  # room for what came, not for what was announced
            if not part:
                return None
            parts += part
        return bytes(parts)


class MessageWriter:
    """Writes whole messages to a pipe, from any thread."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()
        self._encoder = msgspec.json.Encoder()

    def write(self, message: protocol.Request | protocol.Event) -> None:
        """Send `message`. Raises OSError where nobody reads any more, TooLargeError where it is too large."""
        body = self._encode(message)
        if len(body) > LARGEST:
            raise TooLargeError(f"a message of {len(body)} bytes")
        data = memoryview(_LENGTH.pack(len(body)) + body)
        with self._lock:
            try:
                while data:
                    data = data[self._pipe.write(data) or 0 :]
            except ValueError as error:  # closed on this side
                raise BrokenPipeError from error

    def _encode(self, message: protocol.Request | protocol.Event) -> bytes:
        name = type(message).__name__
        try:
            return self._encoder.encode((name, message))
        except UnicodeEncodeError:  # half a surrogate pair, pasted by someone or made by a template
            return self._encoder.encode((name, _as_unicode(msgspec.to_builtins(message))))


def request_reader(pipe: BinaryIO) -> MessageReader:
    """Return a reader for the engine's side."""
    return MessageReader(pipe, _Decoders(*_REQUESTS))


def event_reader(pipe: BinaryIO) -> MessageReader:
    """Return a reader for the window's side."""
    return MessageReader(pipe, _Decoders(*_EVENTS))


def _as_unicode(value: Any) -> Any:
    """Return `value` with whole characters for surrogate pairs, and U+FFFD for halves, in all its texts."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_as_unicode(key): _as_unicode(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_unicode(item) for item in value]
    return value
