"""Getting models from a hub: a process of its own that downloads, and the client that the window and commands use.

`DownloadRequest` names the files of a model (`WantedFile`), `DownloadStatus` says how far it is (`DownloadState`);
`Listing` is what a repository holds (`ListedFile`).
"""

from models.downloads.values import (
    DownloadRequest,
    DownloadState,
    DownloadStatus,
    ListedFile,
    Listing,
    WantedFile,
)

__all__ = ["DownloadRequest", "DownloadState", "DownloadStatus", "ListedFile", "Listing", "WantedFile"]
