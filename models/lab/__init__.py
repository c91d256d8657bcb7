"""The temperature lab: measuring a model on this machine over temperatures, tasks and repeats.

A `Task` is a prompt and a `Check`: `Exact`, `Option`, `Number`, `Numbers`, `Pattern`, `JsonSchema`, `PythonTests` with
its `Case`s, `Shape` with its `Demand`s, `Judge`, `Agreement`, or `AllOf` of several; `runs_python` and `asks_judge` say
what a check needs. `Origin` says where a task comes from. `built_in_tasks` are the program's own, `built_in_task` finds
one by its id, `versions` makes one in other languages and with other numbers (`MOST_VARIANTS` at most), `task_names`
tells tasks apart; `published_experiments` are the `PublishedExperiment`s that can be repeated. `check_answer` returns
the `Finding` in one answer, with the help of `CheckTools` (`Ask` asks a model for a verdict, which obeys
`VERDICT_SCHEMA`). `diversity` compares repeats (`Diversity`). `OwnTasks` keeps the user's tasks (`BrokenTask`: a file
that holds none); `require_working` says what is wrong with one.
`recommend` makes a `Recommendation`, with a `TemperatureResult` for each temperature, from the `Cell`s of a sweep;
`compare` makes a `Comparison` of two arms; `wilson` is the `Interval` of a pass rate. `measured_band` is what a mode
takes over from a recommendation.

`new_plan` makes a `SweepPlan` (its `Arm`s are `PlannedModel`s with sections off or on) from `SweepWishes`. `SweepStore`
keeps each sweep in a file (`SweepSummary`, `SweepState`, `UnreadableSweep`), with a `Trial` for each `Place`.
`SweepRunner` makes what is missing and tells `SweepEvent`s: `SweepBegun`, `ModelLoading`, `ModelLoaded`,
`BatchRunning`, `BatchFailed`, `TrialDone`, then `SweepPaused` or `SweepDone`. `results` are the
`ResultRow`s of its table, `diversities` how unlike its answers are, `cells` what the statistics begin with; `recheck`
judges the stored answers again (`Rechecked`) where it has what that needs (`can_check`). `EngineJudge` asks a model for
a verdict. `answers_csv` and `table_csv` make CSV documents, `write_csv` writes them.
"""

from models.lab.checks.checking import check_answer
from models.lab.checks.free import Diversity, diversity
from models.lab.checks.judging import VERDICT_SCHEMA
from models.lab.checks.values import Ask, CheckTools, Finding
from models.lab.runs.csv_files import answers_csv, table_csv, write_csv
from models.lab.runs.events import (
    BatchFailed,
    BatchRunning,
    ModelLoaded,
    ModelLoading,
    SweepBegun,
    SweepDone,
    SweepEvent,
    SweepPaused,
    TrialDone,
)
from models.lab.runs.judge import EngineJudge
from models.lab.runs.planning import DEFAULT_TOKENS, MOST_ANSWERS, MOST_REPEATS, SweepWishes, new_plan, planned_model
from models.lab.runs.rechecking import Rechecked, can_check, recheck
from models.lab.runs.runner import CheckAnswer, SweepRunner
from models.lab.runs.store import SweepStore, UnreadableSweep
from models.lab.runs.table import ResultRow, cells, diversities, results
from models.lab.runs.values import Arm, Place, PlannedModel, SweepPlan, SweepState, SweepSummary, Trial
from models.lab.statistics.comparing import compare
from models.lab.statistics.intervals import wilson
from models.lab.statistics.recommending import recommend
from models.lab.statistics.values import Cell, Comparison, Interval, Recommendation, TemperatureResult
from models.lab.taking_over import measured_band
from models.lab.tasks.built_in import built_in_task, built_in_tasks
from models.lab.tasks.check_values import (
    Agreement,
    AllOf,
    Case,
    Check,
    Demand,
    Exact,
    JsonSchema,
    Judge,
    Number,
    Numbers,
    Option,
    Pattern,
    PythonTests,
    Shape,
    asks_judge,
    runs_python,
)
from models.lab.tasks.names import task_names
from models.lab.tasks.own import BrokenTask, OwnTasks
from models.lab.tasks.published import PublishedExperiment, published_experiments
from models.lab.tasks.values import Origin, Task
from models.lab.tasks.versions import MOST_VARIANTS, versions
from models.lab.tasks.working import require_working

__all__ = [
    "DEFAULT_TOKENS",
    "MOST_ANSWERS",
    "MOST_REPEATS",
    "MOST_VARIANTS",
    "VERDICT_SCHEMA",
    "Agreement",
    "AllOf",
    "Arm",
    "Ask",
    "BatchFailed",
    "BatchRunning",
    "BrokenTask",
    "Case",
    "Cell",
    "Check",
    "CheckAnswer",
    "CheckTools",
    "Comparison",
    "Demand",
    "Diversity",
    "EngineJudge",
    "Exact",
    "Finding",
    "Interval",
    "JsonSchema",
    "Judge",
    "ModelLoaded",
    "ModelLoading",
    "Number",
    "Numbers",
    "Option",
    "Origin",
    "OwnTasks",
    "Pattern",
    "Place",
    "PlannedModel",
    "PublishedExperiment",
    "PythonTests",
    "Rechecked",
    "Recommendation",
    "ResultRow",
    "Shape",
    "SweepBegun",
    "SweepDone",
    "SweepEvent",
    "SweepPaused",
    "SweepPlan",
    "SweepRunner",
    "SweepState",
    "SweepStore",
    "SweepSummary",
    "SweepWishes",
    "Task",
    "TemperatureResult",
    "Trial",
    "TrialDone",
    "UnreadableSweep",
    "answers_csv",
    "asks_judge",
    "built_in_task",
    "built_in_tasks",
    "can_check",
    "cells",
    "check_answer",
    "compare",
    "diversities",
    "diversity",
    "measured_band",
    "new_plan",
    "planned_model",
    "published_experiments",
    "recheck",
    "recommend",
    "require_working",
    "results",
    "runs_python",
    "table_csv",
    "task_names",
    "versions",
    "wilson",
    "write_csv",
]
