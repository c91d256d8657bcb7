"""Numbers between bounds as grammars over their digits.

A number is at least another of as many digits where its first digit is higher, or equal and the rest is at least the
other's rest: this walks along the digits of both bounds.
"""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from models.schema.grammar.gbnf import EMPTY, NOTHING, Characters, Node, Repeat, choice, sequence

MOST_DIGITS = 16
"""Of whole numbers without a bound, and behind the point: what a double holds."""

_DIGIT = Characters(((0x30, 0x39),))
_NOT_ZERO = Characters(((0x31, 0x39),))
_PRECISION = 60
_NUDGE = Decimal("1e-6")
_LARGEST = Decimal("1e15")

WHOLE = choice("0", sequence(_NOT_ZERO, Repeat(_DIGIT, 0, MOST_DIGITS - 1)))
INTEGER = choice(WHOLE, sequence("-", WHOLE))
_FRACTION = choice(EMPTY, sequence(".", Repeat(_DIGIT, 1, MOST_DIGITS)))
_SIGN = Characters(((0x2B, 0x2B), (0x2D, 0x2D)))
_EXPONENT = choice(
    EMPTY, sequence(Characters(((0x45, 0x45), (0x65, 0x65))), choice(_SIGN, EMPTY), Repeat(_DIGIT, 1, 2))
)
NUMBER = sequence(choice("-", EMPTY), WHOLE, _FRACTION, _EXPONENT)
"""Any number that a double can hold."""


def can_bound(bound: Decimal) -> bool:
    """Return whether `decimals_between` can keep to `bound`."""
    return bound.is_finite() and abs(bound) <= _LARGEST and bound == round(bound, MOST_DIGITS - 1)


def integers_between(low: int | None, high: int | None) -> Node:
    """Return the whole numbers from `low` to `high`; None: without an end."""
    options = []
    if low is None or low < 0:
        negative = _naturals(max(1, -high) if high is not None else 1, None if low is None else -low)
        options.append(sequence("-", negative))
    if high is None or high >= 0:
        options.append(_naturals(max(0, low or 0), high))
    return choice(*options)


def decimals_between(low: Decimal | None, high: Decimal | None, *, above: bool = False, below: bool = False) -> Node:
    """Return numbers from `low` to `high`, written without exponent; None: without an end.

    `above` and `below` leave out the bounds themselves, and the numbers within a millionth of them or, where the
    bounds are near to each other, a tenth of what lies between.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        nudge = _NUDGE
        if low is not None and high is not None:
            nudge = min(nudge, Decimal(10) ** ((high - low) / 10).adjusted() if high > low else nudge)
        low = low + nudge if low is not None and above else low
        high = high - nudge if high is not None and below else high
        options = []
        if low is None or low < 0:
            least = max(Decimal(0), -high) if high is not None else Decimal(0)
            options.append(sequence("-", _positive_between(least, None if low is None else -low)))
        if high is None or high >= 0:
            options.append(_positive_between(max(Decimal(0), low or Decimal(0)), high))
    return choice(*options)


def _naturals(low: int, high: int | None) -> Node:
    if high is None:
        high = 10 ** max(MOST_DIGITS, len(str(low)) + 1) - 1
    return choice(*_by_length(low, high)) if low <= high else NOTHING


def _by_length(low: int, high: int) -> Iterator[Node]:
    for length in range(len(str(low)), len(str(high)) + 1):
        first = max(low, 10 ** (length - 1) if length > 1 else 0)
        yield _digits_between(str(first), str(min(high, 10**length - 1)))


def _digits_between(low: str, high: str) -> Node:
    """Return numbers of exactly as many digits as both bounds have."""
    rest = len(low) - 1
    if rest < 0:
        return EMPTY
    if low[0] == high[0]:
        return sequence(low[0], _digits_between(low[1:], high[1:]))
    options = []
    first, last = int(low[0]), int(high[0])
    if low[1:].strip("0"):
        options.append(sequence(low[0], _digits_between(low[1:], "9" * rest)))
        first += 1
    if high[1:].strip("9"):
        options.append(sequence(high[0], _digits_between("0" * rest, high[1:])))
        last -= 1
    if first <= last:
        options.append(sequence(_digit(first, last), Repeat(_DIGIT, rest, rest)) if rest else _digit(first, last))
    return choice(*options)


def _positive_between(low: Decimal, high: Decimal | None) -> Node:
    """Return numbers of 0 or more without their sign."""
    if high is not None and low > high:
        return NOTHING
    whole_low, part_low = _split(low)
    whole_high, part_high = _split(high) if high is not None else (None, "")
    if whole_low == whole_high:
        width = max(len(part_low), len(part_high))
        return sequence(str(whole_low), _point(part_low.ljust(width, "0"), part_high.ljust(width, "0")))
    options: list[Node] = [sequence(str(whole_low), _point(part_low, None))]
    between = _naturals(whole_low + 1, None if whole_high is None else whole_high - 1)
    if between != NOTHING:
        options.append(sequence(between, _FRACTION))
    if whole_high is not None:
        options.append(sequence(str(whole_high), _point(None, part_high)))
    return choice(*options)


def _split(number: Decimal) -> tuple[int, str]:
    whole, _, part = f"{number:f}".partition(".")
    return int(whole), part.rstrip("0")


def _point(low: str | None, high: str | None) -> Node:
    """Return the point and what follows it, between two rows of decimals; None: no bound on that side."""
    part = sequence(".", _decimals(low, high, needed=True))
    return part if low and low.strip("0") else choice(part, EMPTY)


def _decimals(low: str | None, high: str | None, *, needed: bool = False) -> Node:
    """Return decimals that are, followed by zeros for ever, at least `low` and at most `high`."""
    may_end = not needed and not (low or "").strip("0")
    low = low or None  # nothing is less than no more decimals
    options: list[Node] = [EMPTY] if may_end else []
    if high is not None and not high.strip("0"):  # nothing but zeros is left
        zeros = Repeat(Characters(((0x30, 0x30),)), int(needed), MOST_DIGITS)
        return zeros if low is None or not low.strip("0") else NOTHING
    if low is None and high is None:
        return Repeat(_DIGIT, int(needed), MOST_DIGITS)
    first, last = int(low[0]) if low else 0, int(high[0]) if high else 9
    if low and high and first == last:
        return choice(*options, sequence(str(first), _decimals(low[1:], high[1:])))
    if low:
        options.append(sequence(str(first), _decimals(low[1:], None)))
        first += 1
    if high:
        options.append(sequence(str(last), _decimals(None, high[1:])))
        last -= 1
    if first <= last:
        options.append(sequence(_digit(first, last), Repeat(_DIGIT, 0, MOST_DIGITS)))
    return choice(*options)


def _digit(first: int, last: int) -> Characters:
    return Characters(((0x30 + first, 0x30 + last),))
