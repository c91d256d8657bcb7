"""The three published experiments behind the modes' values, to be repeated here: with right answers."""

from dataclasses import dataclass

import msgspec

from models.errors import Text
from models.lab.tasks.built_in import built_in_tasks
from models.lab.tasks.check_values import AllOf, Check, Demand, Shape
from models.lab.tasks.prompts import prompt
from models.lab.tasks.values import Origin, Task


@dataclass(frozen=True)
class PublishedExperiment:
    """A published experiment: tasks, temperatures and repeats.

    `family` is the id of the family that was measured, `mode` that of the mode whose values follow from it. The
    published write-ups do not say everything: the temperatures in `added` and the choice of the maths problem are ours.
    What came out then is in the evidence of the mode (`models.catalog.Evidence.points`).
    """

    id: str
    family: str
    mode: str
    tasks: tuple[Task, ...]
    temperatures: tuple[float, ...]
    repeats: int
    added: tuple[float, ...] = ()

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(f"lab.experiment.{self.mode}")

    @property
    def about(self) -> Text:
        """What was measured, and what is ours."""
        return Text(f"lab.experiment.{self.mode}.about")


def published_experiments(language: str) -> tuple[PublishedExperiment, ...]:
    """Return the three experiments with their tasks in a language of `models.texts.LANGUAGES`.

    Maths on R1 (three runs of one problem: right up to 0.6, errors from 0.7, more at 0.9), code on R1 (five runs), and
    JSON on Qwen2.5 7B (three runs).
    """
    tasks = {task.subject: task for task in built_in_tasks(language)}
    steps = Shape(demands=(Demand.STEPS,))
    care = Shape(demands=(Demand.TYPE_HINTS, Demand.COMMENTS, Demand.EMPTY_INPUT))
    careful = f"{tasks['substrings'].prompt}\n{prompt('lab.prompt.careful', language)}"
    maths = _published(tasks["series"], "published-maths", AllOf(checks=(tasks["series"].check, steps)))
    code = _published(tasks["substrings"], "published-code", AllOf(checks=(tasks["substrings"].check, care)), careful)
    json = _published(tasks["record"], "published-json", tasks["record"].check)
    return (
        PublishedExperiment("r1-maths", "r1", "math", (maths,), (0.3, 0.5, 0.6, 0.7, 0.9), 3, added=(0.3, 0.5)),
        PublishedExperiment("r1-code", "r1", "code", (code,), (0.1, 0.3, 0.6, 0.8, 1.0), 5),
        PublishedExperiment("qwen2.5-json", "qwen2.5", "json", (json,), (0.3, 0.5, 0.7, 1.0, 1.3), 3, added=(0.5,)),
    )


def _published(task: Task, begin: str, check: Check, text: str | None = None) -> Task:
    language = task.id.partition("-")[2]
    return msgspec.structs.replace(
        task, id=f"{begin}-{language}", origin=Origin.PUBLISHED, check=check, prompt=text or task.prompt
    )
