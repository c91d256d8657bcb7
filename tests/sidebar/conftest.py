"""What the widgets are given: texts."""

import pytest

from models.texts import Phrasebook


@pytest.fixture
def say() -> Phrasebook:
    """The English texts."""
    return Phrasebook("en")
