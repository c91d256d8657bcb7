"""The texts of the user interface: `Phrasebook` holds one language of `LANGUAGES`, `shown_size` writes bytes."""

from models.texts.phrasebook import LANGUAGES, Phrasebook, chosen_language, system_language
from models.texts.sizes import shown_size

__all__ = ["LANGUAGES", "Phrasebook", "chosen_language", "shown_size", "system_language"]
