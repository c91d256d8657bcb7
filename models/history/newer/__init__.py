"""Reading a history file that a newer program wrote, without a change to it.

`open_newer` takes what this program knows of such a file into a database of its own, for as long as that is open, and
returns it as a `NewerFile`; `refuse_newer` is for those who need the file itself. What came out of the file cannot be
changed there; conversations begun beside it can, and end with it.
"""

from models.history.newer.opening import NewerFile, open_newer, refuse_newer

__all__ = ["NewerFile", "open_newer", "refuse_newer"]
