"""How many answers a comparison needs before it can show a difference."""

import math
from statistics import NormalDist

LEVEL = 0.05
"""The chance that a sweep of equal temperatures claims any difference."""

POWER = 0.8
"""The chance that a difference of the size asked for is shown."""


def answers_needed(rate: float, difference: float, comparisons: int) -> int:
    """Return how many answers each side of a comparison needs to show `difference` between two pass rates.

    `rate` is the middle of the two, moved where they would leave 0 to 1; the level is shared among `comparisons`.
    Formula of Casagrande, Pike and Smith (Biometrics 34, 1978) for the exact test, as in Fleiss, Levin and Paik,
    Statistical Methods for Rates and Proportions (3rd edition, 2003), section 4.2.
    """
    middle = min(max(rate, difference / 2), 1 - difference / 2)
    high, low = middle + difference / 2, middle - difference / 2
    normal = NormalDist()
    claim, find = normal.inv_cdf(1 - LEVEL / (2 * comparisons)), normal.inv_cdf(POWER)
    spread = claim * math.sqrt(2 * middle * (1 - middle)) + find * math.sqrt(high * (1 - high) + low * (1 - low))
    count = (spread / difference) ** 2
    return math.ceil(count / 4 * (1 + math.sqrt(1 + 4 / (count * difference))) ** 2)
