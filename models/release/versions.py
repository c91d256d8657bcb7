"""The versions of releases, and which of two is the newer."""

import re
from dataclasses import dataclass
from functools import total_ordering

_FORM = re.compile(
    r"v?(?P<release>\d{1,9}(?:\.\d{1,9}){0,5})"
    r"(?:[-._]?(?P<stage>alpha|beta|preview|pre|rc|a|b|c)[-._]?(?P<number>\d{1,9})?)?"
    r"(?:[-._]?post(?P<post>\d{1,9}))?(?:[-._]?dev(?P<dev>\d{1,9}))?(?:\+[a-z0-9.]{1,64})?",
    re.IGNORECASE | re.ASCII,
)
_STAGES = {"alpha": "a", "beta": "b", "preview": "rc", "pre": "rc", "c": "rc"}
_FINAL = "z"  # after every stage before it


@total_ordering
@dataclass(frozen=True, eq=False)
class Version:
    """A version as PEP 440 writes and orders them, but for epochs, which no release of Tempera has.

    What stands behind a "+" says who built it and does not count.
    """

    text: str
    release: tuple[int, ...]
    stage: tuple[str, int]
    post: int
    dev: int | None

    @classmethod
    def parse(cls, text: str) -> "Version":
        """Read a version; a "v" before it, as tags have, is left out. Raises ValueError."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"not a version: {text[:80]!r}")
        numbers = [int(part) for part in found["release"].split(".")]
        while len(numbers) > 1 and numbers[-1] == 0:
            numbers.pop()
        stage = (found["stage"] or "").lower()
        return cls(
            text=text.strip().lstrip("vV"),
            release=tuple(numbers),
            stage=(_STAGES.get(stage, stage) or _FINAL, int(found["number"] or 0)),
            post=-1 if found["post"] is None else int(found["post"]),
            dev=None if found["dev"] is None else int(found["dev"]),
        )

    @property
    def is_final(self) -> bool:
        """Whether it is meant for everyone: no preview, no state of development."""
        return self.stage[0] == _FINAL and self.dev is None

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._order() == other._order()

    def __hash__(self) -> int:
        return hash(self._order())

    def __lt__(self, other: "Version") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[tuple[int, ...], tuple[str, int], int, tuple[bool, int]]:
        # A state of development comes before everything else of the version that it leads to.
        stage = ("", 0) if self.dev is not None and self.stage[0] == _FINAL and self.post < 0 else self.stage
        return self.release, stage, self.post, (self.dev is None, self.dev or 0)
