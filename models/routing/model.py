"""The weights that were learned, and how the features of a question become the probability of each kind of task."""

import json
import struct
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt

from models.resources import resource
from models.routing.features import BUCKETS, Features, Reader
from models.routing.fold import Folding
from models.routing.values import Label

PART_WEIGHTS = (3.0, 1.0, 2.0)
"""How much a question's request, body and signs count beside one another."""

WEIGHTS_FILE = resource("routing", "weights.bin")
_LEXICON_FILE = resource("routing", "lexicon.json")
_MAGIC = b"TRW2"
_FLOATS = struct.Struct(f"<{3 * len(Label)}f")


@dataclass(frozen=True)
class Model:
    """A linear model of each kind of task: its bias, the size of a step, and a weight of -127 to 127 a bucket.

    `thresholds` say from which confidence a kind is sure enough to pick the mode by.
    """

    thresholds: tuple[float, ...]
    biases: tuple[float, ...]
    steps: tuple[float, ...]
    weights: "tuple[array[int], ...]"

    def probabilities(self, features: Features) -> dict[Label, float]:
        """Return how likely each kind of task is; together they are 1."""
        scores = list(self.biases)
        for weight, buckets in zip(PART_WEIGHTS, (features.request, features.body, features.signs), strict=True):
            share = weight / sqrt(len(buckets)) if buckets else 0.0
            for kind, weights in enumerate(self.weights):
                scores[kind] += share * self.steps[kind] * sum(map(weights.__getitem__, buckets))
        highest = max(scores)
        powers = [exp(score - highest) for score in scores]
        total = sum(powers)
        return {label: power / total for label, power in zip(Label, powers, strict=True)}

    def is_sure(self, label: Label, confidence: float) -> bool:
        """Tell whether a kind of task is sure enough to pick the mode by."""
        return confidence >= self.thresholds[list(Label).index(label)]

    def packed(self) -> bytes:
        """Return the model as the content of its file."""
        return (
            _MAGIC
            + _FLOATS.pack(*self.thresholds, *self.biases, *self.steps)
            + zlib.compress(b"".join(weights.tobytes() for weights in self.weights), 9)
        )


def unpacked(content: bytes) -> Model:
    """Return the model in the content of a file. Raises ValueError where it holds none."""
    if not content.startswith(_MAGIC):
        raise ValueError("not the weights of routing")
    floats = _FLOATS.unpack_from(content, len(_MAGIC))
    flat = zlib.decompress(content[len(_MAGIC) + _FLOATS.size :])
    kinds = len(Label)
    return Model(
        thresholds=floats[:kinds],
        biases=floats[kinds : 2 * kinds],
        steps=floats[2 * kinds :],
        weights=tuple(array("b", flat[kind * BUCKETS : (kind + 1) * BUCKETS]) for kind in range(kinds)),
    )


@cache
def model() -> Model:
    """Return the program's own model, read at the first call."""
    return unpacked(WEIGHTS_FILE.read_bytes())


@cache
def reading() -> tuple[Folding, Reader]:
    """Return what folds texts and what reads their features, with the program's own lexicon."""
    lexicon = json.loads(_LEXICON_FILE.read_text(encoding="utf-8"))
    return Folding(lexicon["simplified"]), Reader(_kinds(lexicon["classes"]))


def _kinds(classes: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the class of each phrase; one that is in several classes has their names joined."""
    kinds: dict[str, str] = {}
    for name, phrases in classes.items():
        for phrase in phrases:
            kinds[phrase] = f"{kinds[phrase]}+{name}" if phrase in kinds else name
    return kinds


def traditional_forms() -> dict[int, str]:
    """Return the traditional form of each simplified character of the lexicon, as `str.translate` takes it."""
    table = json.loads(_LEXICON_FILE.read_text(encoding="utf-8"))["simplified"]
    return {ord(plain): traditional for traditional, plain in zip(table[::2], table[1::2], strict=True)}
