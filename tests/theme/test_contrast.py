"""Texts can be read on everything they may stand on."""

import pytest
from PySide6.QtGui import QColor

from desktop.theme import DARK, LIGHT, Theme, contrast

TEXT_ON_ANYTHING = 4.5
"""What WCAG 2.2 asks of ordinary text (level AA)."""
GRAPHICS = 3.0
"""What it asks of the parts of a control that must be seen."""

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
@pytest.mark.parametrize("background", ["window", "surface", "raised", "hover", "selected", "user_bubble"])
@pytest.mark.parametrize("text", ["text", "muted", "accent", "caution", "danger", "good"])
def test_texts_are_readable_on_every_background(theme: Theme, text: str, background: str) -> None:
    assert contrast(theme.colour(text), theme.colour(background)) >= TEXT_ON_ANYTHING


@THEMES
@pytest.mark.parametrize(("text", "background"), [("on_accent", "accent"), ("text", "selection")])
def test_texts_are_readable_on_strong_colours(theme: Theme, text: str, background: str) -> None:
    assert contrast(theme.colour(text), theme.colour(background)) >= TEXT_ON_ANYTHING


@THEMES
@pytest.mark.parametrize("background", ["window", "surface", "raised"])
def test_the_focus_ring_stands_out(theme: Theme, background: str) -> None:
    assert contrast(theme.colour("accent"), theme.colour(background)) >= GRAPHICS


def test_contrast_is_that_of_the_guidelines() -> None:
    white, black, grey = QColor("#ffffff"), QColor("#000000"), QColor("#767676")
    assert contrast(white, black) == pytest.approx(21.0)
    assert contrast(black, white) == contrast(white, black)
    assert contrast(grey, grey) == pytest.approx(1.0)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.005)  # the guidelines' well-known darkest grey
