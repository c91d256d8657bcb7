"""What the lab says in words: how long something takes, in the unit that suits it."""

import pytest

from desktop.control.lab.phrases import duration
from models.texts import Phrasebook


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "1 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (3569.0, "59 min"),
        (3599.0, "1 h 0 min"),
        (7190.0, "2 h 0 min"),
        (9000.0, "2 h 30 min"),
    ],
)
def test_a_time_never_has_sixty_of_the_smaller_unit(seconds: float, words: str) -> None:
    assert duration(Phrasebook("en"), seconds) == words
