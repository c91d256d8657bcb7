"""What the widgets are given: texts, a theme, presets."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from models.catalog import family
from models.sampling import Preset, preset
from models.texts import Phrasebook
from tests.settings_panel.phrases import phrasebook


@pytest.fixture
def say() -> Phrasebook:
    """The English texts."""
    return phrasebook("en")


@pytest.fixture
def maths_on_r1() -> Preset:
    """Maths on DeepSeek R1: 0.55 within 0.5 to 0.6, caution from 0.8, breaks down from 1.0, no system role."""
    return preset("math", family("r1"))


@pytest.fixture
def creative_on_qwen() -> Preset:
    """Creative on Qwen2.5: 1.0 within 0.9 to 1.1, which reaches over its caution mark."""
    return preset("creative", family("qwen2.5"))


@pytest.fixture
def precise_anywhere() -> Preset:
    """Precise on a model without a table of its own: 0.2 within 0.0 to 0.3, a fixed seed, greedy is offered."""
    return preset("precise", family("generic"))


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """An application that a test may dress; its looks are put back afterwards."""
    font, colours = qapp.font(), qapp.palette()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(colours)
    qapp.setFont(font)
