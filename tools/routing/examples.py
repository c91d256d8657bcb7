"""The questions that routing learns from and is judged by."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from models.routing import Label

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Example:
    """A question, its kind, who wrote it, and the group of questions that are too alike to be judged apart.

    The makers are `given` (written before the program), `hand` (by another hand than the grammar's) and `grammar`.
    """

    text: str
    label: Label
    language: str
    maker: str
    group: str

    @property
    def unread(self) -> bool:
        """Whether this is of the third of the questions by hand that was kept from whoever wrote templates."""
        return self.maker == "hand" and crc32(self.text.encode()) % 3 == 0


def written() -> Iterator[Example]:
    """Yield the questions written one by one."""
    for path in sorted(DATA.glob("*.jsonl")):
        yield from read(path)


def read(path: Path) -> Iterator[Example]:
    """Yield the questions of a file."""
    maker = path.stem.partition("_")[0]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line.strip():
            row = json.loads(line)
            yield Example(row["text"], Label(row["label"]), row["lang"], maker, f"{path.stem}:{number}")
