"""Reading TOML that somebody else may have written."""

import re
from typing import Any, Final

_MOST_PARTS: Final = 100
"""Parts of a dotted key. Python's reader needs time and memory by their square: 128,000 take tens of gigabytes."""
_PART: Final = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_DEEP: Final = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}){{{_MOST_PARTS}}}")


def read_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text holds.

    Raises ValueError where it is not TOML, RecursionError where it is nested too deep to be anybody's settings; a run
    of a hundred words with nothing but dots between them, wherever it stands, counts as such.
    """
    import tomllib  # not before there is something to read

    if _DEEP.search(text):
        raise RecursionError("a key of too many parts")
    return tomllib.loads(text)
