"""What goes wrong with a download, in sentences: errors of the network, of the hub and of the disk."""

import errno
import ssl
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx2
from huggingface_hub.errors import (
    DisabledRepoError,
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from models.downloads.values import Place
from models.errors import Text, UserError, user_error

_DISK = {
    errno.ENOSPC: "download.disk_full",
    errno.EDQUOT: "download.disk_full",
    errno.EFBIG: "download.file_too_big",
    errno.EACCES: "download.not_writable",
    errno.EPERM: "download.not_writable",
    errno.EROFS: "download.not_writable",
    errno.ENOENT: "download.folder_gone",
    errno.ENOTDIR: "download.folder_gone",
    errno.ENODEV: "download.folder_gone",
    errno.ENXIO: "download.folder_gone",
}
_PASSING = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}
_CLIENT_ERRORS = range(400, 500)
_SERVER_ERRORS = range(500, 600)


class PassingError(UserError):
    """Something that may well be gone at the next try; `wait` is how many seconds the hub asks for, 0 if none."""

    def __init__(self, text: Text, details: str = "", *, wait: float = 0.0) -> None:
        super().__init__(text, details)
        self.wait = wait


@dataclass(frozen=True)
class Contact:
    """Who was spoken to, for the sentences."""

    address: str
    has_token: bool


def of_network(error: Exception, contact: Contact) -> UserError:
    """Return the sentence for an error of the HTTP client."""
    details = f"{type(error).__name__}: {error}"
    host = httpx2.URL(contact.address).host
    if isinstance(error, httpx2.ProxyError):
        return PassingError(Text("download.proxy_failed"), details)
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.InvalidURL | httpx2.TooManyRedirects):
        return user_error("download.bad_answer", details, host=host)
    if isinstance(error, httpx2.ConnectError) and _is_about_certificates(error):
        return user_error("download.insecure", details, host=host)
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return PassingError(Text("download.unreachable", {"host": host}), details)
    return PassingError(Text("download.connection_lost"), details)


def of_answer(status: int, headers: httpx2.Headers, contact: Contact) -> UserError | None:
    """Return the sentence for an answer that refuses, None where it does not."""
    host = httpx2.URL(contact.address).host
    details = f"HTTP {status} from {host}"
    if status in _PASSING or status in _SERVER_ERRORS:
        text = "download.too_many" if status == HTTPStatus.TOO_MANY_REQUESTS else "download.hub_down"
        return PassingError(Text(text, {"host": host}), details, wait=_seconds_to_wait(headers))
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return user_error("download.proxy_failed", details)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return user_error("download.forbidden" if contact.has_token else "download.token_wanted", details, host=host)
    if status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS:
        return user_error("download.disabled", details)
    return user_error("download.refused", details, host=host, status=status) if status in _CLIENT_ERRORS else None


def of_hub(error: HfHubHTTPError, place: Place, contact: Contact) -> UserError:
    """Return the sentence for an answer of the hub that its own client understood."""
    text = _of_known_refusal(error, place, contact)
    if text is not None:
        return UserError(text, str(error))
    refusal = of_answer(error.response.status_code, error.response.headers, contact)
    return refusal or user_error("download.bad_answer", str(error), host=httpx2.URL(contact.address).host)


def _of_known_refusal(error: HfHubHTTPError, place: Place, contact: Contact) -> Text | None:
    page = f"{contact.address}/{place.repository}"
    if isinstance(error, GatedRepoError):
        return Text("download.not_admitted" if contact.has_token else "download.gated", {"page": page})
    if isinstance(error, DisabledRepoError):
        return Text("download.disabled")
    if isinstance(error, RevisionNotFoundError):
        return Text("download.no_revision", {"repository": place.repository, "revision": str(place.revision)})
    if isinstance(error, EntryNotFoundError):
        return Text("download.no_file", {"repository": place.repository, "file": place.path})
    if isinstance(error, RepositoryNotFoundError) or error.response.status_code == HTTPStatus.NOT_FOUND:
        return Text("download.no_repository", {"repository": place.repository})
    return None


def of_name(error: HFValidationError, place: Place) -> UserError:
    """Return the sentence for what is no name of a repository."""
    return user_error("download.bad_name", str(error), repository=place.repository)


def of_disk(error: OSError, folder: Path) -> UserError:
    """Return the sentence for an error of the file system."""
    text = _DISK.get(error.errno or 0, "download.disk_failed")
    return user_error(text, f"{type(error).__name__}: {error}", folder=str(folder))


def _is_about_certificates(error: Exception) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _seconds_to_wait(headers: httpx2.Headers) -> float:
    try:
        return max(0.0, float(headers.get("Retry-After", "0")))
    except ValueError:  # a date: the hubs send seconds
        return 0.0
