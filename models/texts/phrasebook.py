"""Reading the text catalogues in `resources/texts` (one JSON object per language: id -> text with {fields})."""

import json
import locale
import sys
from pathlib import Path

from models.errors import FieldValue, Text
from models.resources import resource

LANGUAGES = ("en", "zh_CN")
"""The languages every text exists in; the first one is the fallback."""


class Phrasebook:
    """All texts of one language.

    Raises KeyError for an unknown id: a missing text is a bug, and CI compares the catalogues with the code.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._texts: dict[str, str] = json.loads(resource("texts", f"{self.language}.json").read_text("utf-8"))

    def __call__(self, text_id: str, **fields: FieldValue) -> str:
        """Return the text `text_id` with its fields filled in."""
        return self._texts[text_id].format(**fields)

    def phrase(self, text: Text) -> str:
        """Return the sentence for a `Text`."""
        return self._texts[text.id].format(**text.fields)


def chosen_language(choice: str) -> str:
    """Return the language of `LANGUAGES` that the user chose; the system's for any other word, as "system"."""
    return choice if choice in LANGUAGES else system_language()


def system_language() -> str:
    """Return the language of `LANGUAGES` that fits the system's locale.

    macOS gives none to a program that was not started in a terminal: there it is the first of the user's languages.
    """
    try:
        name = locale.getlocale()[0] or ""
    except ValueError:  # a locale this Python does not know
        name = ""
    if not name and sys.platform == "darwin":
        name = _first_language_of_macos()
    return "zh_CN" if name.lower().startswith(("zh", "chinese")) else "en"


def _first_language_of_macos() -> str:
    """Return the language that the user put first in the system's settings, as in "zh-Hans-CN"; "" where none is."""
    import plistlib  # not needed elsewhere

    try:
        with Path("~/Library/Preferences/.GlobalPreferences.plist").expanduser().open("rb") as file:
            first = plistlib.load(file, fmt=plistlib.FMT_BINARY)["AppleLanguages"][0]
    except (OSError, ValueError, LookupError, TypeError, RuntimeError):  # the last where there is no home folder
        return ""
    return first if isinstance(first, str) else ""
