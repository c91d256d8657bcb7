"""The texts of a language, with the parts of this room that are not in the catalogue yet."""

import json

from models.resources import resource
from models.texts import Phrasebook


def phrasebook(language: str) -> Phrasebook:
    """Return all texts of a language."""
    book = Phrasebook(language)
    for part in resource("texts", "parts").glob(f"*.{language}.json"):
        book._texts.update(json.loads(part.read_text("utf-8")))
    return book
