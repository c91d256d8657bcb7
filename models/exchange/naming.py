"""The names of exported files, made from titles: allowed on every system, and readable."""

import re
import unicodedata

from models.exchange.values import ExportFormat

_LONGEST_BYTES = 120  # names of 255 bytes are allowed, but folders may allow less, and " (12)" must fit
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_SPACE = re.compile(r"\s+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)  # Windows' own
_WITHOUT_TITLE = "conversation"


def proposed_name(title: str, file_format: ExportFormat) -> str:
    """Return a file name for an exported conversation, with its ending."""
    return file_stem(title) + file_format.ending


def file_stem(title: str) -> str:
    """Return `title` as a file name without an ending; "conversation" where nothing of it can be used."""
    visible = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in title)
    name = _SPACE.sub(" ", _FORBIDDEN.sub(" ", visible)).strip(" .")
    name = name.encode("utf-8", "ignore")[:_LONGEST_BYTES].decode("utf-8", "ignore").strip(" .")
    if not name:
        return _WITHOUT_TITLE
    return f"_{name}" if _DEVICES.match(name) else name
