"""Which examples the weights are learned from, and how much each counts."""

from collections.abc import Sequence

from models.routing.features import Features
from models.routing.model import Model
from tools.routing.examples import Example, written
from tools.routing.grammar import MAKER, generated
from tools.routing.learn import ANYTHING, features_of, learn, tabulate

_PER_TEMPLATE = 5
_WRITTEN_WEIGHT = 2.0
"""A question written by hand counts as much as so many made by a template."""


def all_examples() -> list[Example]:
    """Return every question there is to learn from."""
    return [*generated(_PER_TEMPLATE), *written()]


def trained(
    examples: Sequence[Example],
    *,
    thresholds: tuple[float, ...] = ANYTHING,
    features: Sequence[Features] | None = None,
    fits: int = 1,
) -> Model:
    """Return the model learned from some questions; `features` are theirs, where they were read before."""
    read = [features_of(example.text) for example in examples] if features is None else features
    weights = [1.0 if example.maker == MAKER else _WRITTEN_WEIGHT for example in examples]
    return learn(tabulate(read, examples, weights), thresholds=thresholds, fits=fits)
