"""Reading the bytes of a file over one connection, from where the part file ends."""

import re
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

import httpx2

from models.downloads.worker import faults
from models.downloads.worker.facts import FileFacts
from models.downloads.worker.faults import PassingError
from models.downloads.worker.interruption import Interruption
from models.downloads.worker.network import Network
from models.downloads.worker.part_file import PartFile
from models.errors import Text, user_error

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_MAGIC = b"GGUF"
_TOO_SLOW = 1024
"""Bytes a second below which a connection counts as broken."""


class ChangedError(Exception):
    """The bytes at the hub are not those that the part file begins with."""


def read(
    facts: FileFacts,
    part: PartFile,
    network: Network,
    *,
    interruption: Interruption,
    on_block: Callable[[int], None],
    on_start_over: Callable[[], None],
    trust_identity: bool,
) -> None:
    """Read on until the end of the file, of the connection, or of patience.

    `on_start_over` is called where the server knows only whole files, so that what had arrived is lost.

    With `trust_identity` the bytes are taken to be the same whatever tag their server gives them now: the hub says so.
    Raises UserError (PassingError where another try may help), ChangedError, OSError.
    """
    headers = {"Accept-Encoding": "identity", **(network.token_header(facts.place.hub) if facts.with_token else {})}
    validator = None if trust_identity else part.record.validator
    if part.size:
        headers["Range"] = f"bytes={part.size}-"
        if validator:
            headers["If-Range"] = validator
    with (
        network.speaking(facts.place) as contact,
        network.client.stream("GET", facts.location, headers=headers) as response,
        interruption.breaking(_breaker(response)),
    ):
        if _sends_from_the_beginning(response, facts, part, contact) and part.size:
            part.start_over()
            on_start_over()
        _check_kind(response, facts)
        size = part.record.bytes if part.record.bytes is not None else _whole_size(response, part)
        part.remember(replace(part.record, validator=_strong_tag(response), bytes=size))
        _write_all(response, part, facts, interruption, on_block, network.patience.read)


def _sends_from_the_beginning(
    response: httpx2.Response, facts: FileFacts, part: PartFile, contact: faults.Contact
) -> bool:
    """Say whether the bytes that follow are the file's first ones. Raises what the answer's status and range mean."""
    status = response.status_code
    if status in {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}:
        raise ChangedError(f"HTTP {status}")
    if status == HTTPStatus.FORBIDDEN and not facts.with_token:  # the address was good for some time only
        raise PassingError(Text("download.connection_lost"), "HTTP 403: the address has run out")
    refusal = faults.of_answer(status, response.headers, contact)
    if refusal is not None:
        raise refusal
    if status == HTTPStatus.PARTIAL_CONTENT:
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if found is None or int(found[1]) != part.size:
            raise ChangedError(f"bytes {response.headers.get('Content-Range')} instead of those from {part.size}")
        if facts.bytes is not None and found[3] not in {"*", str(facts.bytes)}:
            raise ChangedError(f"{found[3]} bytes instead of {facts.bytes}")
        return False
    if "If-Range" in response.request.headers:
        raise ChangedError("the server of the bytes has others now")
    return True  # it knows no ranges


def _check_kind(response: httpx2.Response, facts: FileFacts) -> None:
    """Refuse a web page: networks that want a login answer everything with theirs."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        raise user_error("download.portal", f"{kind} from {response.url.host}")
    length = response.headers.get("Content-Length", "")
    if response.status_code == HTTPStatus.OK and length.isdigit() and facts.bytes not in {None, int(length)}:
        raise ChangedError(f"{length} bytes instead of {facts.bytes}")


def _write_all(
    response: httpx2.Response,
    part: PartFile,
    facts: FileFacts,
    interruption: Interruption,
    on_block: Callable[[int], None],
    window: float,
) -> None:
    window_end, in_window = time.monotonic() + window, 0
    for block in response.iter_raw():  # as it comes: what waits in memory would be lost with the process
        if interruption.is_wanted():
            return
        if facts.bytes is not None and part.size + len(block) > facts.bytes:
            raise ChangedError(f"more than {facts.bytes} bytes")
        if part.size == 0:
            _check_beginning(block)
        part.write(block)
        on_block(len(block))
        in_window += len(block)
        if time.monotonic() >= window_end:
            if in_window < window * _TOO_SLOW:
                raise PassingError(Text("download.connection_lost"), f"{in_window} bytes in {window:g} s")
            window_end, in_window = time.monotonic() + window, 0


def _check_beginning(block: bytes) -> None:
    if not block.startswith(_MAGIC[: len(block)]):
        looks_like_page = block.lstrip()[:1] == b"<"
        raise user_error("download.portal" if looks_like_page else "download.not_gguf", repr(block[:80]))


def _whole_size(response: httpx2.Response, part: PartFile) -> int | None:
    length = response.headers.get("Content-Length", "")
    return part.size + int(length) if length.isdigit() else None


def _strong_tag(response: httpx2.Response) -> str | None:
    tag: str = response.headers.get("ETag", "")
    return tag if tag.startswith('"') else None


def _breaker(response: httpx2.Response) -> Callable[[], None]:
    """Return what ends the connection from another thread, so that a reader who waits for bytes wakes up."""
    stream = response.extensions.get("network_stream")
    connection = stream.get_extra_info("socket") if stream is not None else None

    def break_it() -> None:
        if isinstance(connection, socket.socket):
            try:
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # TLS's own would fall back to reading plainly
            except OSError:  # it is closed already
                return

    return break_it
