"""Getting models from a hub: a process of its own that downloads, and the client that the window and commands use.

`Downloads` is that client. `DownloadRequest` names the files of a model (`WantedFile`, with other `Place`s),
`DownloadStatus` says how far it is (`DownloadState`); `Listing` is what a repository holds (`ListedFile`).
"""

from models.downloads.client import Downloads
from models.downloads.values import (
    DownloadRequest,
    DownloadState,
    DownloadStatus,
    ListedFile,
    Listing,
    Place,
    WantedFile,
)

__all__ = [
    "DownloadRequest",
    "DownloadState",
    "DownloadStatus",
    "Downloads",
    "ListedFile",
    "Listing",
    "Place",
    "WantedFile",
]
