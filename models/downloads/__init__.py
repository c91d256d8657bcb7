"""Getting models from a hub: a process of its own that downloads, and the client that the window and commands use.

`Downloads` is that client. `DownloadRequest` names the files of a model (`WantedFile`, with other `Place`s),
`DownloadStatus` says how far it is (`DownloadState`); `Listing` is what a repository holds (`ListedFile`).
`files_for` chooses the files of a known model, `request_for` and `request_for_listed` make requests; `hub_in_use` is
the hub of the user's source and `address_of` where it is. `remove_abandoned` removes what `names_part` calls a part
file where no download can go on with it.
"""

from models.downloads.abandoned import names_part, remove_abandoned
from models.downloads.addresses import address_of, hub_in_use
from models.downloads.client import Downloads
from models.downloads.requests import files_for, request_for, request_for_listed
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
    "address_of",
    "files_for",
    "hub_in_use",
    "names_part",
    "remove_abandoned",
    "request_for",
    "request_for_listed",
]
