"""Naming a text that was pasted, so that the model and the user can speak of it."""

import re
from collections.abc import Collection

_SHEBANG = re.compile(r"#!.*?[/ ](python|bash|sh|node|ruby|perl)[\d.]*\b")
_STARTS = (
    (re.compile(r"\s*[\[{]\s*[\"\d\[{\]}]"), "json"),
    (re.compile(r"\s*<\?xml|\s*<svg", re.IGNORECASE), "xml"),
    (re.compile(r"\s*<(!doctype html|html)", re.IGNORECASE), "html"),
    (re.compile(r"(diff --git |--- [^\n]+\n\+\+\+ )"), "diff"),
)
_INTERPRETERS = {"python": "py", "node": "js", "ruby": "rb", "perl": "pl", "bash": "sh", "sh": "sh"}


def pasted_name(text: str, stem: str, taken: Collection[str]) -> str:
    """Return a file name for a pasted text: `stem` with the ending of what it plainly is, numbered where taken."""
    ending = _ending(text)
    name, number = f"{stem}.{ending}", 1
    while name in taken:
        number += 1
        name = f"{stem} {number}.{ending}"
    return name


def _ending(text: str) -> str:
    if shebang := _SHEBANG.match(text):
        return _INTERPRETERS[shebang[1]]
    return next((ending for start, ending in _STARTS if start.match(text)), "txt")
