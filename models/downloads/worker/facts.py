"""What a hub says about one file before it is downloaded."""

import re
from dataclasses import dataclass

from models.downloads.values import Place

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class FileFacts:
    """Where the bytes of a file are, and what they are.

    `place` names the exact revision where the hub told it. `identity` is what the hub calls the content: it changes
    with the content. `bytes` and `sha256` are None where the hub does not say. The token goes to `location` only where
    `with_token`.
    """

    place: Place
    location: str
    identity: str
    bytes: int | None
    sha256: str | None
    with_token: bool


def sha256_in(text: str | None) -> str | None:
    """Return a SHA-256 where a text is one."""
    lower = (text or "").lower()
    return lower if _SHA256.fullmatch(lower) else None
