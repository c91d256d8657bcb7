"""How well questions are sorted: figures that a page can show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from models.catalog import modes
from models.routing import UNSURE_MODE, Label
from models.routing.features import Features
from models.routing.model import Model
from tools.routing.examples import Example
from tools.routing.grammar import MAKER as GRAMMAR
from tools.routing.learn import features_of
from tools.routing.training import trained

FAMILIES = ("r1", "qwen2.5", "generic")
FOLDS = 5
_FAR = frozenset({Label.JSON, Label.CREATIVE, Label.GRADE})
"""On most models balanced's temperature lies outside the bands of these kinds: to abstain is wrong there as well."""

_FAR_THRESHOLD = 0.45
_NEAR_THRESHOLD = 0.6
THRESHOLDS = tuple(_FAR_THRESHOLD if label in _FAR else _NEAR_THRESHOLD for label in Label)
"""Below these a model abstains; chosen on questions written by hand that it had not learned from."""


@dataclass(frozen=True)
class Outcome:
    """What became of one question."""

    example: Example
    label: Label
    confidence: float

    @property
    def sure(self) -> bool:
        """Whether the kind is sure enough to pick the mode by."""
        return self.confidence >= (_FAR_THRESHOLD if self.label in _FAR else _NEAR_THRESHOLD)

    @property
    def mode(self) -> str:
        """The mode that Auto picks."""
        return self.label.mode if self.sure else UNSURE_MODE


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1; `in_band` is by family, in the order of `FAMILIES`."""

    questions: int
    right: float
    abstained: float
    right_where_sure: float
    in_band: tuple[float, ...]


def judged(model: Model, examples: Sequence[Example], features: Sequence[Features]) -> list[Outcome]:
    """Return what a model makes of questions."""
    outcomes = []
    for example, read in zip(examples, features, strict=True):
        shares = model.probabilities(read)
        label = max(shares, key=shares.__getitem__)
        confidence = sum(share for other, share in shares.items() if other.mode == label.mode)
        outcomes.append(Outcome(example, label, confidence))
    return outcomes


def cross_validated(examples: Sequence[Example]) -> list[Outcome]:
    """Return what becomes of each question under a model that saw none of its group."""
    features = [features_of(example.text) for example in examples]
    folds = [crc32(example.group.encode()) % FOLDS for example in examples]
    outcomes: list[Outcome] = []
    for fold in range(FOLDS):
        seen = [place for place, other in enumerate(folds) if other != fold]
        left = [place for place, other in enumerate(folds) if other == fold]
        model = trained([examples[place] for place in seen], features=[features[place] for place in seen])
        outcomes += judged(model, [examples[place] for place in left], [features[place] for place in left])
    return outcomes


def unseen_maker(examples: Sequence[Example], maker: str) -> list[Outcome]:
    """Return what becomes of one maker's questions under a model that learned from the grammar alone."""
    model = trained([example for example in examples if example.maker == GRAMMAR])
    theirs = [example for example in examples if example.maker == maker]
    return judged(model, theirs, [features_of(example.text) for example in theirs])


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of questions."""
    right = [one.label == one.example.label for one in outcomes]
    sure = [one.sure for one in outcomes]
    return Figures(
        questions=len(outcomes),
        right=_share(right),
        abstained=1 - _share(sure),
        right_where_sure=_share(is_right for is_right, is_sure in zip(right, sure, strict=True) if is_sure),
        in_band=tuple(_share(_in_band(one, family) for one in outcomes) for family in FAMILIES),
    )


def _in_band(outcome: Outcome, family: str) -> bool:
    """Tell whether the temperature that Auto sets lies in the band of the mode that is right."""
    values = {mode.id: mode.values[family] for mode in modes()}
    return values[outcome.mode].temperature in values[outcome.example.label.mode].band


def _share(these: Iterable[bool]) -> float:
    told = list(these)
    return sum(told) / len(told) if told else 1.0
