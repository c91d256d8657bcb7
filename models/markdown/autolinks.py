"""Addresses that stand in running text as they are: `https://...`, `www....` and mail addresses."""

import re
from collections.abc import Iterator

# What stands before must not be a part of a longer word or address. Addresses are taken as long as they are ASCII:
# Chinese goes on without a space after them.
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9_/.@:+~-])"
    r"(?:(?P<web>https?://(?=[A-Za-z0-9\[])|www\.(?=[A-Za-z0-9]))[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%|-]+"
    r"|(?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+))",
    re.IGNORECASE,
)
_BEHIND = "?!.,:*_~'\";|"  # belongs to the sentence where it ends an address
_PAIRS = {")": "(", "]": "["}


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the addresses in `text` begin and end, and what they lead to."""
    if "://" not in text and "@" not in text and "www." not in text.lower():
        return
    for match in _ADDRESS.finditer(text):
        shown = _without_end(match[0])
        if match["mail"]:
            if match[0][-1] not in "-_":
                yield match.start(), match.end(), f"mailto:{match[0]}"
        elif match["web"].lower() == "www.":
            if "." in shown[len("www.") :]:
                yield match.start(), match.start() + len(shown), f"http://{shown}"
        elif len(shown) > len(match["web"]):
            yield match.start(), match.start() + len(shown), shown


def _without_end(address: str) -> str:
    """Take from the end of an address what belongs to the sentence around it."""
    while address:
        last = address[-1]
        opening = _PAIRS.get(last)
        is_behind = last in _BEHIND if opening is None else address.count(last) > address.count(opening)
        if not is_behind:
            break
        address = address[:-1]
    return address
