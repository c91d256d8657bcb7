"""How well a figure is known: who says so, and on how many runs."""

from enum import StrEnum

import msgspec

from models.catalog.data import Count, Data, Positive, Temperature, TextId, Words, require


class Grade(StrEnum):
    """How well a figure is known. The label of a grade is the text `grade.<value>`."""

    AUTHORS = "authors"  # the people who made the model say so
    PUBLISHED = "published"  # somebody's small test
    MEASURED = "measured"  # measured here, in the lab
    JUDGEMENT = "judgement"  # our own choice
    OWN = "own"  # the user's

    @property
    def text_id(self) -> str:
        """The id of the grade's label."""
        return f"grade.{self.value}"


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """How many of some runs passed at a temperature; `[temperature, passed, runs]` in the files."""

    temperature: Temperature
    passed: Count
    runs: Positive

    def __post_init__(self) -> None:
        """Refuse more passes than runs."""
        if self.passed > self.runs:
            raise ValueError(f"{self.passed} of {self.runs} runs passed")


class Evidence(Data, frozen=True):
    """Where a figure comes from.

    `text` is the sentence for the user, `source` says in words where the figure was found. `runs` is the least and
    the greatest number of runs per cell, `prompts` the number of different prompts; both None where nothing was run.
    `points` are the single results, as far as they were published.
    """

    grade: Grade
    text: TextId
    source: Words
    runs: tuple[Positive, Positive] | None = None
    prompts: Positive | None = None
    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        """Refuse tests without their size, and a size where nothing was tested."""
        tested = self.grade in {Grade.PUBLISHED, Grade.MEASURED}
        sized = self.runs is not None and self.prompts is not None
        require(holds=tested == sized, otherwise="tests, and only tests, have a number of runs and prompts")
        require(holds=self.runs is None or self.runs[0] <= self.runs[1], otherwise="runs are upside down")
        order = [point.temperature for point in self.points]
        require(holds=order == sorted(set(order)), otherwise="points are not in the order of their temperatures")
        require(holds=not self.points or tested, otherwise="only tests have points")
