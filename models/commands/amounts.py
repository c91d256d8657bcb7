"""Numbers on a command line: amounts of memory such as "8GiB", "512 MiB", "6g" or plain bytes, and whole numbers."""

import argparse
import re

from models.texts import Phrasebook

_AMOUNT = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)\s*(?:([kmgt])(i?)b?|b)?", re.IGNORECASE)
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4}
_MOST = 1 << 50


class Amount:
    """Accepts an amount of memory and makes bytes of it.

    Memory is sold in powers of two, so that "8GB" of a device means 8 GiB.
    """

    def __init__(self, say: Phrasebook) -> None:
        self._say = say

    def __call__(self, text: str) -> int:
        """Return the bytes. Raises ArgumentTypeError where it is no amount, or none that a machine has."""
        found = _AMOUNT.fullmatch(text.strip())
        amount = round(float(found[1]) * 1024 ** _POWERS.get((found[2] or "").lower(), 0)) if found else 0
        if not 0 < amount <= _MOST:
            raise argparse.ArgumentTypeError(self._say("cli.not_an_amount", text=text))
        return amount


class WholeNumber:
    """Accepts a whole number from `low` to `high`."""

    def __init__(self, low: int, high: int, say: Phrasebook) -> None:
        self._low = low
        self._high = high
        self._say = say

    def __call__(self, text: str) -> int:
        """Return the number. Raises ArgumentTypeError where it is none, or too small or too large."""
        if not (text.isascii() and text.isdecimal() and self._low <= int(text) <= self._high):
            raise argparse.ArgumentTypeError(self._say("cli.not_in_range", text=text, low=self._low, high=self._high))
        return int(text)
