"""Whether a text is JSON."""

import json
from typing import NoReturn


def is_json(text: str) -> bool:
    """Say whether a text is one JSON value as RFC 8259 has it, however deep a parser can follow."""
    try:
        # Numbers become floats: Python refuses to read whole ones of more than 4,300 digits.
        json.loads(text.removeprefix("\ufeff"), parse_int=float, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def are_json_lines(text: str) -> bool:
    """Say whether each line that is not empty is JSON."""
    return all(is_json(line) for line in text.splitlines() if line.strip())


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
