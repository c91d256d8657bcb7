"""What checking an answer needs, and what it finds."""

from collections.abc import Callable
from dataclasses import dataclass

from models.errors import Text
from models.sandbox import PythonRunner


@dataclass(frozen=True)
class Finding:
    """What a check found in one answer.

    `passed` is None where it could not be judged: no safe place to run code, no judge, a check that is broken. Such
    answers count neither as passed nor as failed. `score` runs from 0 to 1: the part of the check that was fulfilled.
    """

    passed: bool | None
    score: float | None
    reason: Text


Ask = Callable[[str], str]
"""Asks the model one question and returns its answer."""


@dataclass(frozen=True)
class CheckTools:
    """What checks may use; what is None makes the checks that need it end in "not judged"."""

    python: PythonRunner | None = None
    judge: Ask | None = None
    seconds: float = 5.0
    """The time limit for one check."""
