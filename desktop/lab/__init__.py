"""The temperature lab: measuring how a model does at different temperatures.

`LabDialog` is its window, `LabButton` opens it. `PlanPage` puts a measurement together from `ModelChoice`s,
`ModeChoice`s and `Experiment`s and tells the `Wish`. `RunPage` shows one: a `RunHead`, a `RunState` with its `Stage`,
and `RunFigures` with a `TableRow` of `CellFigures` for each task and a `Verdict` for each arm. `RunEntry` is a line of
the list, `Answer` one to read in the `AnswersDialog`. A `Chart` of `Series` of `Point`s is drawn; `svg_of` and `png_of`
write it. `TaskDialog` edits a task, `RenameDialog` a name; `ask_consent` asks before code runs, `ask_to_remove` before
something is gone.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.lab.chart import Chart, Point, Series, png_of, svg_of
    from desktop.lab.dialog import LabDialog
    from desktop.lab.lab_button import LabButton
    from desktop.lab.planning import Experiment, ModeChoice, ModelChoice, PlanPage, Wish
    from desktop.lab.questions import ask_consent, ask_to_remove
    from desktop.lab.rename_dialog import RenameDialog
    from desktop.lab.results import (
        Answer,
        AnswersDialog,
        CellFigures,
        RunFigures,
        RunHead,
        RunPage,
        RunState,
        Stage,
        TableRow,
        Verdict,
    )
    from desktop.lab.run_list import RunEntry
    from desktop.lab.task_editor import TaskDialog

__all__ = [
    "Answer",
    "AnswersDialog",
    "CellFigures",
    "Chart",
    "Experiment",
    "LabButton",
    "LabDialog",
    "ModeChoice",
    "ModelChoice",
    "PlanPage",
    "Point",
    "RenameDialog",
    "RunEntry",
    "RunFigures",
    "RunHead",
    "RunPage",
    "RunState",
    "Series",
    "Stage",
    "TableRow",
    "TaskDialog",
    "Verdict",
    "Wish",
    "ask_consent",
    "ask_to_remove",
    "png_of",
    "svg_of",
]

__getattr__ = door(
    __name__,
    {
        "Answer": "results",
        "AnswersDialog": "results",
        "CellFigures": "results",
        "Chart": "chart",
        "Experiment": "planning",
        "LabButton": "lab_button",
        "LabDialog": "dialog",
        "ModeChoice": "planning",
        "ModelChoice": "planning",
        "PlanPage": "planning",
        "Point": "chart",
        "RenameDialog": "rename_dialog",
        "RunEntry": "run_list",
        "RunFigures": "results",
        "RunHead": "results",
        "RunPage": "results",
        "RunState": "results",
        "Series": "chart",
        "Stage": "results",
        "TableRow": "results",
        "TaskDialog": "task_editor",
        "Verdict": "results",
        "Wish": "planning",
        "ask_consent": "questions",
        "ask_to_remove": "questions",
        "png_of": "chart",
        "svg_of": "chart",
    },
)
