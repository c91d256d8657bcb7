"""The messages between this program and the download process: JSON objects, one a line.

Orders go to the process, reports come back. Paths, requests and settings travel as the values they are.
"""

from typing import BinaryIO, TypeVar

import msgspec

from models.catalog import Hub
from models.downloads.values import DownloadRequest, DownloadStatus, Listing
from models.errors import Text
from models.release import Release, ReleaseSource
from models.settings import NetworkSettings


class Order(msgspec.Struct, frozen=True, tag=True):
    """What the download process shall do."""


class Configure(Order, frozen=True):
    """Keep models in `folder` and use the network so. The first order, given once."""

    folder: str
    network: NetworkSettings


class Start(Order, frozen=True):
    """Download a model, going on where part files of it lie."""

    request: DownloadRequest


class Pause(Order, frozen=True):
    """Stop a download and keep what has arrived."""

    id: str


class Cancel(Order, frozen=True):
    """Stop a download and remove what has arrived of this request, whether it runs or not."""

    request: DownloadRequest


class ListRepository(Order, frozen=True):
    """Say which GGUF files a repository holds; answered by `Listed` or `Refused` with the same `number`."""

    number: int
    hub: Hub
    repository: str
    revision: str | None = None


class SaveToken(Order, frozen=True):
    """Keep the token of the hub in use in the system's keyring; "" forgets it. Answered by `TokenKnown`."""

    number: int
    token: str


class AskToken(Order, frozen=True):
    """Say whether there is a token for the hub in use. Answered by `TokenKnown`."""

    number: int


class AskRelease(Order, frozen=True):
    """Say which release is the newest; answered by `Released` or `Refused` with the same `number`."""

    number: int
    source: ReleaseSource


class Quit(Order, frozen=True):
    """Pause everything and end."""


class Report(msgspec.Struct, frozen=True, tag=True):
    """What the download process tells."""


class Changed(Report, frozen=True):
    """How far a download is."""

    status: DownloadStatus


class Listed(Report, frozen=True):
    """What a repository holds."""

    number: int
    listing: Listing


class TokenKnown(Report, frozen=True):
    """Whether there is a token for the hub in use."""

    number: int
    known: bool


class Released(Report, frozen=True):
    """The newest release."""

    number: int
    release: Release


class Refused(Report, frozen=True):
    """Why an order with a number could not be carried out."""

    number: int
    text: Text
    details: str = ""


T = TypeVar("T")

AnyOrder = Configure | Start | Pause | Cancel | ListRepository | SaveToken | AskToken | AskRelease | Quit
AnyReport = Changed | Listed | TokenKnown | Released | Refused
Answer = Listed | TokenKnown | Released | Refused

LONGEST = 4 << 20
"""Bytes of one line: many times what the longest listing takes."""

_encoder = msgspec.json.Encoder()
_orders = msgspec.json.Decoder(AnyOrder)
_reports = msgspec.json.Decoder(AnyReport)


class MessageError(Exception):
    """The line is no message, or would be none: a bug, or another program at the other end."""


def line_of(message: AnyOrder | AnyReport) -> bytes:
    """Return a message as the line that is sent. Raises MessageError where it is too long, UnicodeError."""
    line = _encoder.encode(message) + b"\n"
    if len(line) > LONGEST:
        raise MessageError(f"a message of {len(line)} bytes")
    return line


def read_order(pipe: BinaryIO) -> AnyOrder | None:
    """Wait for the next order, None at the end of the pipe. Raises MessageError for anything else."""
    return _read(pipe, _orders)


def read_report(pipe: BinaryIO) -> AnyReport | None:
    """Wait for the next report, None at the end of the pipe. Raises MessageError for anything else."""
    return _read(pipe, _reports)


def _read(pipe: BinaryIO, decoder: "msgspec.json.Decoder[T]") -> T | None:
    line = pipe.readline(LONGEST)
    if not line.endswith(b"\n"):  # the end, perhaps in the midst of a message
        return None
    try:
        return decoder.decode(line)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise MessageError(f"not a message: {line[:80]!r}") from error
