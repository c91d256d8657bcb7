"""How the figures of a row are written, in a table or on a page."""

from models.bench.rows import Row, Target
from models.texts import Phrasebook

_LARGE, _MIDDLING = 100, 10


def ours_text(row: Row, say: Phrasebook) -> str:
    """Return our figure with its unit, "" where there is none."""
    return _figure(row, row.ours, say)


def theirs_text(row: Row, say: Phrasebook) -> str:
    """Return their figure with its unit, "" where there is none."""
    return _figure(row, row.theirs, say)


def beside_text(row: Row, say: Phrasebook) -> str:
    """Return what our figure stands beside, "" where it stands alone."""
    return say(f"bench.beside.{row.beside}") if row.beside else ""


def ratio_text(row: Row) -> str:
    """Return how both compare, "" where they do not."""
    return "" if row.ratio is None else _compared(row, row.ratio)


def target_text(row: Row, say: Phrasebook) -> str:
    """Return what it should be, and whether it is; "" where there is no target."""
    if row.target is None:
        return ""
    met = row.meets_target
    mark = "" if met is None else " ✓" if met else " ✗"
    return _bound(row, row.target, say) + mark


def _bound(row: Row, target: Target, say: Phrasebook) -> str:
    sign, bound = ("≥", target.low) if target.low is not None else ("≤", target.high)
    if bound is None:
        return ""
    return f"{sign} {_compared(row, bound) if row.beside else _figure(row, bound, say)}"


def _figure(row: Row, value: float | None, say: Phrasebook) -> str:
    return "" if value is None else say(f"bench.unit.{row.unit}", value=_digits(value))


def _compared(row: Row, value: float) -> str:
    return f"{_share(value)} %" if row.in_percent else f"{value:.2f} ×"


def _share(value: float) -> str:
    percent = 100 * value
    return f"{percent:.1f}" if percent < 1 else f"{percent:.0f}"


def _digits(value: float) -> str:
    """Return a figure with as many digits as it deserves."""
    if value >= _LARGE:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= _MIDDLING else f"{value:.2f}"
