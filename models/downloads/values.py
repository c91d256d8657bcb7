"""What can be downloaded, and how far it is: values that travel between the window and the download process."""

from dataclasses import dataclass
from enum import StrEnum

from models.catalog import Hub
from models.errors import Text


class DownloadState(StrEnum):
    """What a download does now."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    CHECKING = "checking"  # all bytes are there, their checksum is being computed
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"  # the last that is heard of it: nothing of it is left

    @property
    def is_under_way(self) -> bool:
        """Whether it goes on by itself: it waits for its turn, runs or is checked."""
        return self in {DownloadState.WAITING, DownloadState.RUNNING, DownloadState.CHECKING}


@dataclass(frozen=True)
class Place:
    """Where a file can be had; `revision` is None for the newest."""

    hub: Hub
    repository: str
    path: str
    revision: str | None = None


@dataclass(frozen=True)
class WantedFile:
    """One file: where it is, what it is called here, and what is known of it.

    `revision` is None for the newest; `bytes` and `sha256` are None where only the hub knows. The `others` are places
    with the very same bytes, for when the first cannot be reached.
    """

    hub: Hub
    repository: str
    path: str
    name: str
    revision: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    others: tuple[Place, ...] = ()


@dataclass(frozen=True)
class DownloadRequest:
    """All files of one model. `id` is unique among downloads, such as "qwen2.5-7b-instruct:Q4_K_M"."""

    id: str
    title: str
    files: tuple[WantedFile, ...]


@dataclass(frozen=True)
class DownloadStatus:
    """How far a download is. `total_bytes` and `seconds_left` are None until known; `problem` says why it failed.

    `hash_from_hub` says that no checksum was known here, so the hub's own was used.
    """

    request: DownloadRequest
    state: DownloadState
    done_bytes: int = 0
    total_bytes: int | None = None
    bytes_per_second: float = 0.0
    seconds_left: float | None = None
    hash_from_hub: bool = False
    problem: Text | None = None
    details: str = ""


@dataclass(frozen=True)
class ListedFile:
    """A GGUF file of a repository. A split model is listed once, with all its `paths` and the sum of their bytes."""

    paths: tuple[str, ...]
    quantization: str
    bytes: int | None
    sha256: tuple[str | None, ...]


@dataclass(frozen=True)
class Listing:
    """The GGUF files of a repository, smallest first. `gated` repositories want a token."""

    hub: Hub
    repository: str
    revision: str | None
    gated: bool
    licence: str | None
    files: tuple[ListedFile, ...]
