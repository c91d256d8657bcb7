"""`tempera models get`: download a model, from the catalogue or from any repository."""

import argparse
import time
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TextIO

from models.catalog import known_model, known_models
from models.commands.documents import write_json
from models.commands.models.progress import ProgressLine
from models.commands.models.repository import chosen, listing_of, network_of
from models.downloads import (
    DownloadRequest,
    Downloads,
    DownloadState,
    DownloadStatus,
    files_for,
    request_for,
    request_for_listed,
)
from models.errors import UserError, user_error
from models.files import ChecksumCache
from models.paths import Paths
from models.settings import NetworkSettings
from models.texts import Phrasebook, shown_size

_LOOK_UP = 0.5
"""Seconds after which a wait looks up, so that Ctrl+C is noticed on every system."""

_STOPPED_BY_USER = 130


@dataclass(frozen=True)
class GotFile:
    """One file that is here now; `sha256` is None where no checksum was known to check it with."""

    path: Path
    bytes: int
    sha256: str | None


@dataclass(frozen=True)
class Got:
    """The document that `tempera models get --json` prints."""

    id: str
    files: tuple[GotFile, ...]
    hash_from_hub: bool
    seconds: float


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Download the model and say where it is. Raises UserError where that fails."""
    network = network_of(options, paths)
    begun = time.monotonic()
    statuses: SimpleQueue[DownloadStatus] = SimpleQueue()
    downloads = Downloads(paths.models, network, statuses.put)
    try:
        request = _request(options, downloads, network)
        downloads.start(request)
        with ProgressLine(request.title, err) as line:
            last = _waited(statuses, line, say)
    except KeyboardInterrupt:
        err.write(say("cli.models.paused") + "\n")
        return _STOPPED_BY_USER
    finally:
        downloads.close()
    if last.problem is not None:
        raise UserError(last.problem, last.details)
    document = _document(last, paths, time.monotonic() - begun)
    if options.json:
        write_json(document, out)
    else:
        _tell(document, say, out)
    return 0


def _request(options: argparse.Namespace, downloads: Downloads, network: NetworkSettings) -> DownloadRequest:
    """Return the request for what the command names. Raises UserError."""
    name, _, choice = options.model.partition(":")
    if "/" in name:
        listing = listing_of(downloads, name, network, options.revision)
        return request_for_listed(listing, chosen(listing, choice))
    model = known_model(name)
    if model is None:
        choices = ", ".join(one.id for one in known_models())
        raise user_error("cli.models.unknown", wanted=name, choices=choices)
    request = request_for(model, files_for(model, choice, network), network)
    if options.revision is None:
        return request
    return replace(request, files=tuple(replace(file, revision=options.revision) for file in request.files))


def _waited(statuses: "SimpleQueue[DownloadStatus]", line: ProgressLine, say: Phrasebook) -> DownloadStatus:
    """Return the last status, showing those before it."""
    while True:
        try:
            status = statuses.get(timeout=_LOOK_UP)
        except Empty:
            continue
        if status.state in {DownloadState.DONE, DownloadState.FAILED}:
            return status
        line.say(_phrase(status, say))


def _phrase(status: DownloadStatus, say: Phrasebook) -> str:
    title = status.request.title
    if status.problem is not None:
        return say.phrase(status.problem)
    if status.state is DownloadState.CHECKING:
        return say("cli.download.checking", title=title)
    if status.state is DownloadState.WAITING or not status.total_bytes:
        return say("cli.download.waiting", title=title)
    line = say(
        "cli.download.running",
        title=title,
        percent=status.done_bytes * 100 // status.total_bytes,
        done=shown_size(status.done_bytes),
        total=shown_size(status.total_bytes),
        speed=shown_size(round(status.bytes_per_second)),
    )
    if status.seconds_left is None:
        return line
    minutes, seconds = divmod(round(status.seconds_left), 60)
    return say("cli.download.left", line=line, minutes=minutes, seconds=f"{seconds:02d}")


def _document(status: DownloadStatus, paths: Paths, seconds: float) -> Got:
    known = ChecksumCache(paths.checksums)
    files = [paths.models / file.name for file in status.request.files]
    got = tuple(GotFile(path, path.stat().st_size, known.known(path)) for path in files)
    return Got(status.request.id, got, status.hash_from_hub, round(seconds, 1))


def _tell(document: Got, say: Phrasebook, out: TextIO) -> None:
    for file in document.files:
        path = str(file.path)
        if file.sha256 is None:
            sentence = say("cli.models.got_unchecked", path=path)
        elif document.hash_from_hub:
            sentence = say("cli.models.got_by_hub", path=path, sha256=file.sha256)
        else:
            sentence = say("cli.models.got", path=path, sha256=file.sha256)
        out.write(sentence + "\n")
