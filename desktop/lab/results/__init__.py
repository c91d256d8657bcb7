"""What a measurement found: `RunPage` shows it, `AnswersDialog` single answers.

They show a `RunHead`, a `RunState` with its `Stage`, and `RunFigures` with a `TableRow` of `CellFigures` for each task
and a `Verdict` for each arm; an `Answer` is one to read.
"""

from desktop.lab.results.answers_dialog import AnswersDialog
from desktop.lab.results.figures import Answer, CellFigures, RunFigures, RunHead, RunState, Stage, TableRow, Verdict
from desktop.lab.results.run_page import RunPage

__all__ = [
    "Answer",
    "AnswersDialog",
    "CellFigures",
    "RunFigures",
    "RunHead",
    "RunPage",
    "RunState",
    "Stage",
    "TableRow",
    "Verdict",
]
