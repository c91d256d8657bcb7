"""The one scale on which colour is temperature: cool blue through neutral to amber and red."""

from itertools import pairwise

from PySide6.QtGui import QColor

from desktop.theme.colours import Theme
from desktop.theme.contrast import contrast

_SEEN = 3.0  # the least contrast of a sign that says something (WCAG 1.4.11)
_NEUTRAL_AT = 0.75  # of the caution mark: on R1 (caution from 0.8) that is its authors' 0.6


def temperature_colour(theme: Theme, temperature: float, caution: float, breaks_down: float) -> QColor:
    """Return the colour of `temperature` on a model that needs caution and breaks down from the two marks.

    Colours between the anchors are mixed channel by channel; the scale is constant beyond its ends.
    """
    anchors = (
        (0.0, theme.colour("cool")),
        (_NEUTRAL_AT * caution, theme.colour("neutral")),
        (caution, theme.colour("warm")),
        (breaks_down, theme.colour("hot")),
    )
    if temperature <= 0.0:
        return anchors[0][1]
    for (low, from_colour), (high, to_colour) in pairwise(anchors):
        if temperature < high:
            return mixed(from_colour, to_colour, (temperature - low) / (high - low))
    return anchors[-1][1]


def visible(colour: QColor, theme: Theme) -> QColor:
    """Return a colour that somebody chose as far towards the theme's text as it takes to be seen on its surface."""
    surface, text = theme.colour("surface"), theme.colour("text")
    steps = (mixed(colour, text, share / 10) for share in range(10))
    return next((one for one in steps if contrast(one, surface) >= _SEEN), text)


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """Return the opaque mixture of two colours; `share` (0 to 1) is the part of the second."""
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )
