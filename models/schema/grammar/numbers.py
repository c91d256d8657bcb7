"""What a JSON schema says of a number, as a grammar."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from models.schema.grammar.gbnf import Node
from models.schema.grammar.ranges import INTEGER, NUMBER, can_bound, decimals_between, integers_between


def number(schema: Mapping[str, Any], left_out: set[str], *, whole: bool) -> Node:
    """Return the numbers that `schema` allows; bounds of more digits than a grammar counts go into `left_out`."""
    low, above = _bound(schema, "minimum", "exclusiveMinimum", left_out)
    high, below = _bound(schema, "maximum", "exclusiveMaximum", left_out)
    if low is None and high is None:
        return INTEGER if whole else NUMBER
    if not whole:
        return decimals_between(low, high, above=above, below=below)
    least = None if low is None else math.floor(low) + 1 if above else math.ceil(low)
    most = None if high is None else math.ceil(high) - 1 if below else math.floor(high)
    return integers_between(least, most)


def _bound(
    schema: Mapping[str, Any], including: str, excluding: str, left_out: set[str]
) -> tuple[Decimal | None, bool]:
    """Return a bound, and whether it is left out itself (draft 4 says so by `true`)."""
    bounds = [(schema[including], schema.get(excluding) is True)] if including in schema else []
    if excluding in schema and not isinstance(schema[excluding], bool):
        bounds.append((schema[excluding], True))
    sign = 1 if including == "minimum" else -1
    found = max(bounds, key=lambda bound: (bound[0] * sign, bound[1]), default=None)
    if found is None:
        return None, False
    exact = Decimal(repr(found[0]))
    if not can_bound(exact):
        left_out.update({including, excluding} & schema.keys())
        return None, False
    return exact, found[1]
