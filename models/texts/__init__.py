"""Texts in the user's language: `Phrasebook` phrases a `Text`, `shown_size` writes bytes, `figure` a temperature."""

from models.texts.figures import figure
from models.texts.phrasebook import LANGUAGES, Phrasebook, chosen_language
from models.texts.sizes import shown_size

__all__ = ["LANGUAGES", "Phrasebook", "chosen_language", "figure", "shown_size"]
