"""What there is to say about this copy of the program."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class AboutFacts:
    """The version; `lines` of names and values; the `folder` of the data.

    `qt` is the version of Qt, whose licence wants the way to its sources shown. `asked` is the host that is asked for a
    newer version, "" where none is known.
    """

    version: str
    lines: tuple[tuple[str, str], ...]
    folder: Path
    qt: str
    asked: str

    def as_text(self) -> str:
        """Return what a person copies and sends: without the folder, which carries a name."""
        return "\n".join((f"Tempera {self.version}", *(f"{name}: {value}" for name, value in self.lines))) + "\n"

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What is used under the LGPL, and the address of its sources."""
        series = ".".join(self.qt.split(".")[:2])
        return (
            (f"Qt {self.qt}", f"https://download.qt.io/archive/qt/{series}/{self.qt}/single/"),
            (
                f"PySide6 {self.qt}",
                f"https://download.qt.io/official_releases/QtForPython/pyside6/PySide6-{self.qt}-src/",
            ),
        )
