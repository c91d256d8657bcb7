"""What tasks ask, in the language of the task, from the text catalogues."""

from dataclasses import dataclass
from functools import cache

from models.errors import FieldValue
from models.lab.tasks.check_values import Check
from models.texts import Phrasebook


@dataclass(frozen=True)
class Draft:
    """What a task asks and how it is checked."""

    prompt: str
    check: Check


def prompt(text_id: str, language: str, **fields: FieldValue) -> str:
    """Return a text for the model."""
    return _texts(language)(text_id, **fields)


@cache
def _texts(language: str) -> Phrasebook:
    return Phrasebook(language)
