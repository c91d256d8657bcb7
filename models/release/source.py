"""Where newer versions are listed: written into a package when it is made, absent in a source tree."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from models.resources import resource

_FILE = "release.json"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}

_log = logging.getLogger(__name__)


class SourceError(ValueError):
    """The file does not say where newer versions are listed: a fault of whoever made the package."""


@dataclass(frozen=True)
class ReleaseSource:
    """`latest` answers with the newest release in GitHub's form; `page` lists the releases for people."""

    latest: str
    page: str

    def __post_init__(self) -> None:
        for address in (self.latest, self.page):
            if not _is_safe(address):
                raise SourceError(f"not an address that can be trusted: {address[:200]!r}")

    @property
    def host(self) -> str:
        """Who is asked."""
        return urlsplit(self.latest).hostname or ""


def release_source() -> ReleaseSource | None:
    """Return where newer versions of this copy are listed, None where it was not made to know."""
    path = resource(_FILE)
    try:
        return read_source(path)
    except FileNotFoundError:
        return None
    except (OSError, SourceError) as error:
        _log.info("ignoring %s: %s", path, error)
        return None


def read_source(path: Path) -> ReleaseSource:
    """Read the file of a package. Raises OSError, SourceError."""
    try:
        document = json.loads(path.read_text("utf-8"))
        latest, page = document["latest"], document["page"]
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{type(error).__name__}: {error}") from error
    if not isinstance(latest, str) or not isinstance(page, str):
        raise SourceError("an address that is no text")
    return ReleaseSource(latest, page)


def _is_safe(address: str) -> bool:
    """Say whether what comes from an address comes from whom it names: encrypted, or from this computer."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and not {" ", "\\", "@"} & set(address)
    return plain and bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK))
