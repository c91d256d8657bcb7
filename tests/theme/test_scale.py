"""Colour is temperature: one scale, placed by the marks of the loaded model."""

import pytest
from PySide6.QtGui import QColor

from desktop.theme import DARK, LIGHT, Theme, mixed, temperature_colour

CAUTION, BREAKS_DOWN = 0.8, 1.0
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
@pytest.mark.parametrize(
    ("temperature", "name"),
    [(0.0, "cool"), (0.6, "neutral"), (CAUTION, "warm"), (BREAKS_DOWN, "hot"), (2.0, "hot"), (-0.1, "cool")],
)
def test_the_anchors_have_their_colours(theme: Theme, temperature: float, name: str) -> None:
    colour = temperature_colour(theme, temperature, CAUTION, BREAKS_DOWN)
    assert colour.name() == theme.colour(name).name()


@THEMES
def test_it_gets_redder_and_less_blue_from_cool_to_hot(theme: Theme) -> None:
    colours = [temperature_colour(theme, step / 50, CAUTION, BREAKS_DOWN) for step in range(51)]
    warmth = [colour.redF() - colour.blueF() for colour in colours]
    assert warmth[0] < -0.3
    assert warmth[-1] > 0.3
    rising = warmth[: round(CAUTION * 50) + 1]
    assert rising == sorted(rising)


def test_the_same_temperature_is_warmer_on_a_model_that_breaks_down_earlier() -> None:
    fragile = temperature_colour(LIGHT, 0.9, 0.8, 1.0)
    sturdy = temperature_colour(LIGHT, 0.9, 1.0, 1.3)
    assert fragile.green() < sturdy.green()
    assert fragile != sturdy


def test_a_mixture_lies_between_its_parts() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert mixed(black, white, 0.0) == black
    assert mixed(black, white, 1.0) == white
    assert mixed(black, white, 0.5).red() in {127, 128}
