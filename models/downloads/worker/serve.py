"""The loop of the download process: orders in, reports out, until the pipe ends."""

import io
import logging
import os
import sys
import threading
from pathlib import Path
from typing import BinaryIO, cast

from models.downloads.addresses import hub_in_use
from models.downloads.messages import (
    AnyOrder,
    AnyReport,
    AskRelease,
    AskToken,
    Cancel,
    Changed,
    Configure,
    Listed,
    ListRepository,
    Pause,
    Quit,
    Refused,
    Released,
    SaveToken,
    Start,
    TokenKnown,
    line_of,
    read_order,
)
from models.downloads.values import DownloadState, DownloadStatus, Place
from models.downloads.worker.download import removed
from models.downloads.worker.hubs import list_repository
from models.downloads.worker.network import Network, close_the_network, read_socks_as_socks5
from models.downloads.worker.queue import DownloadQueue
from models.downloads.worker.releases import newest_release
from models.errors import Text, UserError, user_error
from models.system import take_over_standard_pipes

_log = logging.getLogger(__name__)

_LONGEST_DETAILS = 10_000
"""Characters of what went wrong, for those who ask."""

Numbered = ListRepository | SaveToken | AskToken | AskRelease
OverTheNetwork = ListRepository | AskRelease


def main() -> int:
    """Serve until the pipe ends or the order to quit comes. Returns the exit status."""
    incoming, outgoing = take_over_standard_pipes()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)  # what it warns of is told in sentences
    orders = io.BufferedReader(cast("io.RawIOBase", incoming))
    configure = read_order(orders)
    if not isinstance(configure, Configure):
        return 1
    read_socks_as_socks5(os.environ)
    if configure.network.offline:
        close_the_network()
    service = _Service(configure, outgoing)
    try:
        while (order := read_order(orders)) is not None and not isinstance(order, Quit):
            service.carry_out(order)
    finally:
        service.close()
    return 0


class _Service:
    """Carries out orders; none of them makes the next one wait."""

    def __init__(self, configure: Configure, outgoing: BinaryIO) -> None:
        self._offline = configure.network.offline
        self._hub = hub_in_use(configure.network)
        self._folder = Path(configure.folder)
        self._outgoing = outgoing
        self._writing = threading.Lock()
        self._unusable: UserError | None = None
        try:
            self._network = Network(configure.network)
        except UserError as error:  # told to whoever wants to use it
            self._unusable = error
        else:
            self._queue = DownloadQueue(self._folder, self._network, self._tell_status)

    def carry_out(self, order: AnyOrder) -> None:
        """Carry out one order, or begin to."""
        problem = self._unusable or (user_error("download.offline") if self._offline else None)
        if isinstance(order, Numbered):
            threading.Thread(target=self._answer, args=(order, problem), name="answer", daemon=True).start()
        elif isinstance(order, Start) and problem is not None:
            failed = DownloadStatus(order.request, DownloadState.FAILED, problem=problem.text, details=problem.details)
            self._tell_status(failed)
        elif isinstance(order, Cancel) and self._unusable is not None:
            self._tell_status(removed(order.request, self._folder))
        elif self._unusable is not None:
            _log.info("not carried out: %s", type(order).__name__)
        elif isinstance(order, Start):
            self._queue.start(order.request)
        elif isinstance(order, Pause):
            self._queue.pause(order.id)
        elif isinstance(order, Cancel):
            self._queue.cancel(order.request)

    def close(self) -> None:
        """Stop all downloads."""
        if self._unusable is None:
            self._queue.close()
            self._network.close()

    def _answer(self, order: Numbered, problem: UserError | None) -> None:
        if problem is not None and (problem is self._unusable or isinstance(order, OverTheNetwork)):
            self._tell(Refused(order.number, problem.text, problem.details))
            return
        try:
            line = line_of(self._found(order))  # what a hub says may be what no message carries
        except UserError as error:
            line = line_of(Refused(order.number, error.text, _encodable(error.details)))
        except Exception as error:  # noqa: BLE001 - the edge of a thread: whoever asked must get an answer
            _log.exception("an order failed")
            details = _encodable(f"{type(error).__name__}: {error}")
            line = line_of(Refused(order.number, Text("download.bug"), details))
        self._send(line)

    def _found(self, order: Numbered) -> Listed | TokenKnown | Released:
        if isinstance(order, AskRelease):
            return Released(order.number, newest_release(self._network, order.source))
        if isinstance(order, ListRepository):
            place = Place(order.hub, order.repository, "", order.revision)
            return Listed(order.number, list_repository(self._network, place))
        if isinstance(order, SaveToken):
            self._network.save_token(self._hub, order.token)
        return TokenKnown(order.number, self._network.token(self._hub) is not None)

    def _tell_status(self, status: DownloadStatus) -> None:
        self._tell(Changed(status))

    def _tell(self, report: AnyReport) -> None:
        self._send(line_of(report))

    def _send(self, line: bytes) -> None:
        rest = memoryview(line)
        try:
            with self._writing:
                while rest:
                    rest = rest[self._outgoing.write(rest) or 0 :]
        except OSError:  # nobody listens any more: the end of the orders follows
            _log.info("nobody reads the reports")


def _encodable(details: str) -> str:
    """Return details that a message can carry: of what a hub says, beginnings and whole characters."""
    return details[:_LONGEST_DETAILS].encode(errors="backslashreplace").decode()
