"""Texts in the user's language: `Phrasebook` turns a `Text` (id and fields) into a sentence."""

from models.texts.phrasebook import LANGUAGES, Phrasebook, chosen_language

__all__ = ["LANGUAGES", "Phrasebook", "chosen_language"]
