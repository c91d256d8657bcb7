"""What CHANGELOG.md says of each version that was released, and when a package counts as made."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from tools.package.layout import version
from tools.packages import ROOT
from tools.system import NotReadyError

_HEADING = re.compile(r"^## \[([^\]]+)\] - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


@dataclass(frozen=True)
class Release:
    """One version and the day of its release."""

    version: str
    day: datetime


def releases(text: str | None = None) -> tuple[Release, ...]:
    """Return the versions that a changelog tells of, the newest first; without one: the repository's."""
    if text is None:
        text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    return tuple(
        Release(name, datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)) for name, day in _HEADING.findall(text)
    )


def moment() -> int:
    """Return the time that every file of a package bears, in seconds since 1970.

    `SOURCE_DATE_EPOCH` where it is set, else the day on which this version was released: the same sources make the
    same package. Raises NotReadyError where neither is known.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    for release in releases():
        if release.version == version():
            return int(release.day.timestamp())
    raise NotReadyError(f"CHANGELOG.md does not tell of version {version()}, and SOURCE_DATE_EPOCH is not set.")
