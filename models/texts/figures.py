"""Temperatures, and the figures that stand with them, as texts."""


def figure(value: float) -> str:
    """Return a temperature, or a penalty that is compared with one: one decimal, two where it has them."""
    return f"{value:.1f}" if round(value, 1) == round(value, 2) else f"{value:.2f}"
