"""How far a running sweep is: what is there, what is missing, what is not judged yet, and what went wrong."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from models.errors import UserError
from models.lab.checks.values import Finding
from models.lab.runs.events import TrialDone
from models.lab.runs.pace import Pace
from models.lab.runs.values import Place, SweepPlan, Trial


class Progress:
    """The answers of a sweep, by their places."""

    def __init__(self, plan: SweepPlan, trials: Iterable[Trial]) -> None:
        self._missing = dict.fromkeys(plan.places())
        self._counts = Counter((place.arm, place.task) for place in self._missing)
        self._unjudged: dict[Place, Trial] = {}
        self._pace = Pace()
        self.total = len(self._missing)
        self.problem: UserError | None = None
        """The first error that a batch failed with."""
        self.failures = 0
        """How many batches failed since the last answer."""
        for trial in trials:
            self.note(trial)

    @property
    def done(self) -> int:
        """How many answers are there, judged or not."""
        return self.total - len(self._missing)

    @property
    def complete(self) -> bool:
        """Whether every answer is there and judged."""
        return not self._missing and not self._unjudged

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take; None while nothing is known to reckon from."""
        return self._pace.seconds_left(self._counts)

    def missing(self, arm: int) -> tuple[Place, ...]:
        """Return the places of an arm that have no answer."""
        return tuple(place for place in self._missing if place.arm == arm)

    def missing_among(self, places: Iterable[Place]) -> tuple[Place, ...]:
        """Return those of `places` that have no answer."""
        return tuple(place for place in places if place in self._missing)

    def unjudged(self, arm: int) -> Trial | None:
        """Return an answer of an arm that was not checked."""
        return next((trial for place, trial in self._unjudged.items() if place.arm == arm), None)

    def note(self, trial: Trial) -> None:
        """Note an answer that is stored; one that the plan does not know is left alone."""
        if trial.place not in self._missing:
            return
        del self._missing[trial.place]
        self._counts[trial.place.arm, trial.place.task] -= 1
        self._pace.note(trial)
        self.failures = 0
        if trial.finding is None:
            self._unjudged[trial.place] = trial

    def judged(self, trial: Trial, finding: Finding) -> TrialDone:
        """Note what was found of an answer, and return what is told of it."""
        self._unjudged.pop(trial.place, None)
        return TrialDone(replace(trial, finding=finding), self.done, self.total, self.seconds_left)

    def failed(self, error: UserError) -> None:
        """Note that a batch failed without any answer."""
        self.problem = self.problem or error
        self.failures += 1
