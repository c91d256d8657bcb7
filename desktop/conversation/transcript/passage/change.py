"""What reading changed in the blocks of a text."""

from typing import Final, NamedTuple

_NONE: Final = range(0)


class Change(NamedTuple):
    """What reading changed: nothing before block number `kept`, save for the blocks in `revised`."""

    kept: int
    revised: range = _NONE

    def then(self, other: "Change") -> "Change":
        """Return both changes as one."""
        parts = [part for part in (self.revised, other.revised) if part]
        both = range(min(part.start for part in parts), max(part.stop for part in parts)) if parts else _NONE
        return Change(min(self.kept, other.kept), both)
