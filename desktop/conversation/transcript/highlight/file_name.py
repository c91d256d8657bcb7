"""The name a piece of code is saved under, after its language."""

import re
from typing import Final

_STEM: Final = "code"
_PLAIN: Final = f"{_STEM}.txt"
_ENDING: Final = re.compile(r"\*(\.[\w+]+)")


def file_name(language: str) -> str:
    """Return a file name for code in a language, as a Markdown fence names it: `code.py`, or `Makefile`."""
    from pygments.lexers import get_all_lexers  # only the table of names, no lexer

    wanted = language.lower()
    for _, aliases, patterns, _ in get_all_lexers(plugins=False):
        if wanted in aliases and patterns:
            ending = _ENDING.fullmatch(patterns[0])
            if ending is not None:
                return _STEM + ending[1]
            return patterns[0] if patterns[0].isalnum() else _PLAIN
    return _PLAIN
