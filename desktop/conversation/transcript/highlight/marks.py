"""What a piece of code is, for its colour."""

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """The parts of code that are told apart."""

    KEYWORD = "keyword"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    NAME = "name"  # of a function or class where it is defined
    BUILTIN = "builtin"
    INSERTED = "inserted"  # in a diff
    DELETED = "deleted"


class Mark(NamedTuple):
    """`length` characters of one line, from `start` on."""

    start: int
    length: int
    kind: Kind


Marks = tuple[tuple[Mark, ...], ...]
"""The marks of every line."""
