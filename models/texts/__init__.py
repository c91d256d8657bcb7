"""Texts in the user's language: `Phrasebook` phrases a `Text` (id and fields), `shown_size` writes bytes."""

from models.texts.phrasebook import LANGUAGES, Phrasebook, chosen_language
from models.texts.sizes import shown_size

__all__ = ["LANGUAGES", "Phrasebook", "chosen_language", "shown_size"]
