"""One download: all files of a model, each fetched and checked; they get their names when all of them are right."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from models.downloads.listing import safe_name
from models.downloads.part_record import PartRecord, part_path, read_record, record_path
from models.downloads.values import DownloadRequest, DownloadState, DownloadStatus, Place, WantedFile
from models.downloads.worker import faults
from models.downloads.worker.disk_claims import DiskClaims
from models.downloads.worker.facts import FileFacts
from models.downloads.worker.fetch import Fetch, Telling
from models.downloads.worker.interruption import Interruption
from models.downloads.worker.locks import locked
from models.downloads.worker.network import Network
from models.downloads.worker.part_file import PartFile, put_in_place, remove_parts, sync_folder
from models.downloads.worker.progress import Progress
from models.errors import UserError, user_error
from models.files import ChecksumCache, FileRecord, FileRecords, sha256

_log = logging.getLogger(__name__)


class Download:
    """One run of a download; `report` is told each new status, the last one says how it ended."""

    def __init__(
        self,
        request: DownloadRequest,
        folder: Path,
        network: Network,
        report: Callable[[DownloadStatus], None],
        claims: DiskClaims | None = None,
    ) -> None:
        self._request = request
        self._folder = folder
        self._network = network
        self._claims = claims or DiskClaims()
        self._interruption = Interruption()
        self._progress = Progress(request, report)
        self._targets = [folder / file.name for file in request.files]
        self._checksums: dict[Path, str] = {}
        self._sources: dict[Path, Place] = {}

    def interrupt(self) -> None:
        """Stop as soon as possible. From any thread."""
        self._interruption.interrupt()

    def look_again(self) -> None:
        """Tell how fast it is now, also where nothing comes. From any thread."""
        self._progress.look_again()

    def run(self) -> None:
        """Download until it is done, has failed, or is interrupted."""
        try:
            with _disk_errors(self._folder):
                try:
                    complete = self._run()
                finally:
                    self._claims.release(self)
        except UserError as error:
            self._progress.failed(error)
        else:
            self._progress.ended(DownloadState.DONE if complete else DownloadState.PAUSED)

    def _run(self) -> bool:
        """Return whether the model is there; not where the download was interrupted before."""
        _check_names(self._request)
        self._folder.mkdir(parents=True, exist_ok=True)
        with locked(self._targets):
            _check_parts(self._request, self._targets)
            facts = self._find_all()
            if self._interruption.is_wanted():
                return False
            if facts:
                self._claims.claim(self, lambda: self._progress.missing, self._folder)
            for number, (fetch, found) in facts.items():
                self._fetch(number, fetch, found)
                if self._interruption.is_wanted():
                    return False
            self._place_all()
            return True

    def _find_all(self) -> dict[int, tuple[Fetch, FileFacts]]:
        """Return what is still to be fetched, by the number of the file."""
        facts: dict[int, tuple[Fetch, FileFacts]] = {}
        for number, (wanted, target) in enumerate(zip(self._request.files, self._targets, strict=True)):
            record = read_record(record_path(target))
            if self._is_checked(record, target) and record is not None and record.bytes is not None:
                self._progress.expect(number, record.bytes, arrived=record.bytes, hash_from_hub=record.hash_from_hub)
                self._note(target, record.sha256, record.place)
                continue
            if self._interruption.is_wanted():
                break
            fetch = Fetch(wanted, self._network, self._interruption, self._telling(number))
            found = fetch.find(record.revision if record is not None else None)
            if found is None:
                break
            size = found.bytes if found.bytes is not None else wanted.bytes
            checksum, by_hub = wanted.sha256 or found.sha256, not wanted.sha256 and found.sha256 is not None
            if target.exists():
                self._check_existing(target, checksum, size)
                self._progress.expect(number, size, arrived=size or 0, hash_from_hub=by_hub)
                self._note(target, checksum, found.place)
                continue
            self._progress.expect(number, size, arrived=_size(part_path(target)), hash_from_hub=by_hub)
            facts[number] = fetch, found
        return facts

    def _is_checked(self, record: PartRecord | None, target: Path) -> bool:
        part = part_path(target)
        return record is not None and record.checked and not target.exists() and _size(part) == record.bytes

    def _check_existing(self, target: Path, expected: str | None, size: int | None) -> None:
        """Raise UserError where the name is taken by another file; one with the right bytes is what was wanted."""
        self._progress.checking()
        found = None
        if size == _size(target) and expected is not None:
            found = sha256(target, cancelled=self._interruption.is_wanted)
        if expected is None or (found != expected and not self._interruption.is_wanted()):
            raise user_error("download.name_taken", f"{found} instead of {expected}", name=target.name)

    def _fetch(self, number: int, fetch: Fetch, facts: FileFacts) -> None:
        target = self._targets[number]
        with PartFile(target, PartRecord(self._request, number)) as part:
            self._progress.running(reading_again=part.size > 0)
            fetch.run(facts, part)
            self._note(target, part.record.sha256, part.record.place)

    def _note(self, target: Path, checksum: str | None, place: Place | None) -> None:
        """Note what is known of a file for when it has its name."""
        if checksum is not None:
            self._checksums[target] = checksum
        if place is not None:
            self._sources[target] = place

    def _place_all(self) -> None:
        """Give all files their names: the first part last, for that is the one that is offered as a model."""
        self._progress.checking()
        for target in reversed(self._targets):
            if part_path(target).exists():
                if target.exists():
                    raise user_error("download.name_taken", name=target.name)
                put_in_place(target)
        sync_folder(self._folder)
        self._remember()

    def _remember(self) -> None:
        """Note the checksums, so that a later check can tell whether the files are still what arrived."""
        known, records = ChecksumCache(self._folder / "checksums.json"), FileRecords(self._folder)
        for wanted, target in zip(self._request.files, self._targets, strict=True):
            checksum = self._checksums.get(target)
            if not checksum:
                continue
            known.remember(target, checksum)
            try:
                place = self._sources.get(target, Place(wanted.hub, wanted.repository, wanted.path, wanted.revision))
                records.keep(FileRecord(target, _size(target), checksum, _source(place)))
            except OSError as error:  # the model is there and right
                _log.warning("cannot note the checksum of %s: %s", target, error)

    def _telling(self, number: int) -> Telling:
        return Telling(
            on_block=lambda count: self._progress.add(number, count),
            on_start_over=lambda: self._progress.start_over(number),
            on_trouble=self._progress.trouble,
        )


def _source(place: Place) -> str:
    revision = f"@{place.revision}" if place.revision else ""
    return f"{place.hub.value}:{place.repository}{revision}"


def removed(request: DownloadRequest, folder: Path) -> DownloadStatus:
    """Remove what has arrived of a request but is no model yet; return the status that this is the end of it."""
    targets = [folder / file.name for file in request.files]
    status = DownloadStatus(request, DownloadState.CANCELLED)
    try:
        with _disk_errors(folder):
            _check_names(request)
            if folder.is_dir():
                with locked(targets):
                    for target in targets:
                        if _owner_beside(request, target) is None:
                            remove_parts(target)
    except UserError as error:
        return replace(status, state=DownloadState.FAILED, problem=error.text, details=error.details)
    return status


def _check_names(request: DownloadRequest) -> None:
    """Refuse names that lead out of the folder: they come from a hub. Raises UserError."""
    for file in request.files:
        if not _safe(file):
            raise user_error("download.bad_file_name", name=file.name)


def _check_parts(request: DownloadRequest, targets: Sequence[Path]) -> None:
    """Refuse names under which another download keeps what has arrived of it. Raises UserError, OSError."""
    for target in targets:
        other = _owner_beside(request, target)
        if other is not None:
            raise user_error("download.name_reserved", other.id, name=target.name, title=other.title)


def _owner_beside(request: DownloadRequest, target: Path) -> DownloadRequest | None:
    """Return the other request that the part file of `target` belongs to, None where it is free or of `request`."""
    record = read_record(record_path(target)) if part_path(target).exists() else None
    return record.request if record is not None and record.request.id != request.id else None


def _safe(file: WantedFile) -> bool:
    return safe_name(file.name) and file.name.lower().endswith(".gguf")


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise faults.of_disk(error, folder) from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
