"""The newest release, held against this copy of the program."""

from dataclasses import dataclass

from models.errors import Text
from models.release.versions import Version


@dataclass(frozen=True)
class Release:
    """A release as it is listed: its version, what is new in it as plain text, the page where it can be had."""

    version: str
    notes: str
    page: str


@dataclass(frozen=True)
class Update:
    """What came of a check. `newer` says whether the newest release is newer than what is `installed`."""

    installed: str
    newest: str
    newer: bool
    notes: str
    page: str

    @property
    def sentence(self) -> Text:
        """What came of it, in a sentence."""
        if self.newer:
            return Text("update.newer", {"newest": self.newest, "installed": self.installed})
        if Version.parse(self.installed) == Version.parse(self.newest):
            return Text("update.same", {"installed": self.installed})
        return Text("update.ahead", {"newest": self.newest, "installed": self.installed})


def found_update(release: Release, installed: str) -> Update:
    """Hold the newest release against the version that is installed.

    Raises ValueError where one of them is no version.
    """
    return Update(
        installed=installed,
        newest=release.version,
        newer=Version.parse(installed) < Version.parse(release.version),
        notes=release.notes,
        page=release.page,
    )
