"""What is written beside a part file: which download it belongs to, and which bytes of which file it holds."""

import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path

import msgspec

from models.downloads.values import DownloadRequest, Place

PART_ENDING = ".part"

_LARGEST = 1 << 20
"""Bytes of a record: far more than any has."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PartRecord:
    """The state of one part file.

    `revision` and `identity` are what the hub said when it began: the commit, and the checksum or tag of the content.
    `place` is where the bytes came from. `validator` is the tag that the server of the bytes itself gave them, and so
    the one it knows. `number` is the file's among those of the request. `checked`: it is complete, and its checksum is
    right.
    """

    request: DownloadRequest
    number: int
    revision: str | None = None
    identity: str | None = None
    place: Place | None = None
    validator: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    hash_from_hub: bool = False
    checked: bool = False


def part_path(target: Path) -> Path:
    """Return where the bytes of `target` lie while they arrive."""
    return target.with_name(f"{target.name}{PART_ENDING}")


def record_path(target: Path) -> Path:
    """Return where the record of the part file of `target` lies."""
    return target.with_name(f"{target.name}.part.json")


def read_record(path: Path) -> PartRecord | None:
    """Return the record in a file, None where there is none that can be used. Raises OSError."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except FileNotFoundError:
        return None
    try:
        record = msgspec.json.decode(content, type=PartRecord)
    except (msgspec.MsgspecError, RecursionError) as error:
        _log.info("ignoring %s: %s", path, error)
        return None
    return record if 0 <= record.number < len(record.request.files) else None


def write_record(path: Path, record: PartRecord) -> None:
    """Write a record in one step that cannot leave half of it. Raises OSError."""
    draft = path.with_name(f"{path.name}.new")
    try:
        draft.write_bytes(msgspec.json.encode(record))
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def unfinished(folder: Path) -> dict[str, tuple[DownloadRequest, int]]:
    """Return the requests that part files in `folder` belong to, by id, and how many bytes of each have arrived."""
    found: dict[str, tuple[DownloadRequest, int]] = {}
    with contextlib.suppress(OSError):  # a folder that is not there, or cannot be read, offers nothing
        for path in sorted(folder.glob("*.part.json")):
            record = _readable(path)
            if record is not None and record.request.id not in found:
                found[record.request.id] = (record.request, arrived(record.request, folder))
    return found


def arrived(request: DownloadRequest, folder: Path) -> int:
    """Return how many bytes of a request's files lie in `folder`, complete or not."""
    return sum(_size(part_path(folder / file.name)) or _size(folder / file.name) for file in request.files)


def _readable(path: Path) -> PartRecord | None:
    try:
        return read_record(path)
    except OSError as error:
        _log.info("ignoring %s: %s", path, error)
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
