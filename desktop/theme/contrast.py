"""How readable one colour is on another, by the Web Content Accessibility Guidelines (WCAG 2.2)."""

from PySide6.QtGui import QColor

_BLEND = 0.04045  # below it, sRGB is linear


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast ratio of two opaque colours: 1 (equal) to 21 (black on white)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: QColor) -> float:
    """Return the relative luminance of an sRGB colour: 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel) for channel in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _BLEND:
        return channel / 12.92
    linear: float = ((channel + 0.055) / 1.055) ** 2.4
    return linear
