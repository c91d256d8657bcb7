"""Learns the weights of routing from examples: softmax regression over hashed features, by Adam."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from models.routing import Label
from models.routing.features import BUCKETS, Features
from models.routing.model import PART_WEIGHTS, Model, reading
from models.routing.request import find_request
from tools.routing.examples import Example

_EPOCHS = 12
_BATCH = 128
_RATE = 0.02
_DECAY = (0.9, 0.999)
_SMOOTHING = 0.03
"""This part of each label is spread over all, so that no weight grows to make the last example certain."""

_SHRINK = 2e-4
"""So much of each weight is taken away a step, times the rate."""

_DROP = 0.25
"""This part of the features is left out of each step, so that none is relied on alone."""

ANYTHING = (0.0,) * len(Label)
"""The thresholds of a model that never abstains."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Table:
    """The features of many examples: those of example n are from `starts[n]` to `starts[n + 1]`."""

    starts: npt.NDArray[np.int64]
    buckets: npt.NDArray[np.int32]
    values: Floats
    labels: npt.NDArray[np.int64]
    weights: Floats

    def batch(self, chosen: npt.NDArray[np.int64]) -> "Table":
        """Return the table of some of the examples."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) - np.repeat(starts[:-1] - self.starts[chosen], lengths)
        return Table(starts, self.buckets[places], self.values[places], self.labels[chosen], self.weights[chosen])


def features_of(text: str) -> Features:
    """Return the features of a question as the program reads them."""
    folding, reader = reading()
    return reader.read(find_request(folding.fold(text)))


def tabulate(features: Sequence[Features], examples: Sequence[Example], weights: Sequence[float]) -> Table:
    """Return the table of examples whose features were read."""
    starts, buckets, values = [0], array("i"), array("f")
    for one in features:
        for weight, part in zip(PART_WEIGHTS, (one.request, one.body, one.signs), strict=True):
            buckets.extend(part)
            values.extend([weight / sqrt(len(part))] * len(part) if part else [])
        starts.append(len(buckets))
    order = list(Label)
    return Table(
        np.array(starts),
        np.frombuffer(buckets, dtype=np.int32),
        np.frombuffer(values, dtype=np.float32),
        np.array([order.index(example.label) for example in examples]),
        np.array(weights, dtype=np.float32),
    )


def learn(table: Table, *, thresholds: tuple[float, ...] = ANYTHING, fits: int = 1) -> Model:
    """Return the model that fits a table best: the mean of `fits` that met the examples in different orders."""
    found = [_fit(table, np.random.default_rng(seed)) for seed in range(fits)]
    weights: Floats = np.mean([weights for weights, _ in found], axis=0)
    biases: Floats = np.mean([biases for _, biases in found], axis=0)
    return _quantized(weights, biases, thresholds)


def _fit(table: Table, chance: np.random.Generator) -> tuple[Floats, Floats]:
    kinds = len(Label)
    weights = np.zeros((BUCKETS, kinds), dtype=np.float32)
    biases = np.zeros(kinds, dtype=np.float32)
    means, squares = np.zeros_like(weights), np.zeros_like(weights)
    count, step = len(table.labels), 0
    steps = _EPOCHS * ((count + _BATCH - 1) // _BATCH)
    for _ in range(_EPOCHS):
        order = chance.permutation(count)
        for start in range(0, count, _BATCH):
            step += 1
            part = table.batch(order[start : start + _BATCH])
            kept = part.values * (chance.random(len(part.values)) >= _DROP) / (1 - _DROP)
            errors = _errors(weights, biases, part, kept.astype(np.float32))
            gradient = _gradient(part, kept, errors)
            rate = _RATE * (1 - step / (steps + 1))
            means += (1 - _DECAY[0]) * (gradient - means)
            squares += (1 - _DECAY[1]) * (gradient**2 - squares)
            scale = rate * sqrt(1 - _DECAY[1] ** step) / (1 - _DECAY[0] ** step)
            weights -= scale * means / (np.sqrt(squares) + 1e-6) + rate * _SHRINK * weights
            biases -= rate * errors.sum(axis=0)
    return weights, biases


def _errors(weights: Floats, biases: Floats, part: Table, values: Floats) -> Floats:
    scores = np.add.reduceat(weights[part.buckets] * values[:, None], part.starts[:-1]) + biases
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    wanted = np.full_like(shares, _SMOOTHING / len(Label))
    wanted[np.arange(len(wanted)), part.labels] += 1 - _SMOOTHING
    result: Floats = ((shares - wanted) * part.weights[:, None] / part.weights.sum()).astype(np.float32)
    return result


def _gradient(part: Table, values: Floats, errors: Floats) -> Floats:
    rows = np.repeat(np.arange(len(part.labels)), np.diff(part.starts))
    columns = [
        np.bincount(part.buckets, weights=values * errors[rows, kind], minlength=BUCKETS) for kind in range(len(Label))
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _quantized(weights: Floats, biases: Floats, thresholds: tuple[float, ...]) -> Model:
    steps = np.maximum(np.abs(weights).max(axis=0) / 127, 1e-9)
    whole = np.rint(weights / steps).astype(np.int8)
    return Model(
        thresholds=thresholds,
        biases=tuple(float(bias) for bias in biases),
        steps=tuple(float(step) for step in steps),
        weights=tuple(array("b", whole[:, kind].tobytes()) for kind in range(len(Label))),
    )
