"""How well a model fits this machine, in words."""

from dataclasses import dataclass

from models.runtime import Grade
from models.texts import Phrasebook

_WHOLE_FROM = 9.95
"""From here on no decimals: the estimate is not that good."""


@dataclass(frozen=True)
class Fit:
    """A grade; `slower` is about how many times slower it is than with the whole model on the device."""

    grade: Grade
    slower: float = 1.0


def fit_words(fit: Fit, say: Phrasebook) -> str:
    """Return the grade in a few words."""
    if fit.grade is Grade.PARTLY:
        return say("pages.fit.partly", times=times_text(fit.slower))
    return say(f"pages.fit.{fit.grade.value}")


def times_text(slower: float) -> str:
    """Return a factor as it is shown: 1.4, 12."""
    return f"{slower:.1f}" if slower < _WHOLE_FROM else f"{slower:.0f}"
