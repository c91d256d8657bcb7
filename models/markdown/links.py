"""What may be followed as a link, and how the addresses of strangers are shown."""

import re
from urllib.parse import unquote

_SCHEMES = ("http://", "https://", "mailto:")
_LONGEST_DATA = 60
# Marks that turn or hide text: they let a link's text pretend to be another address.
_CONTROLS = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def is_web_address(address: str) -> bool:
    """Return whether a link may be followed: http, https and mailto only."""
    return address.lower().startswith(_SCHEMES)


def without_controls(text: str) -> str:
    """Return `text` without bidirectional and zero-width controls."""
    return _CONTROLS.sub("", text)


def shortened(address: str) -> str:
    """Return an address for reading: whole, but for the data of a `data:` address; paths are not encoded."""
    shown = without_controls(address if is_web_address(address) else unquote(address))
    if shown.lower().startswith("data:") and len(shown) > _LONGEST_DATA:
        return shown[:_LONGEST_DATA] + "\u2026"
    return shown
