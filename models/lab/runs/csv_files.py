"""A sweep as CSV files: a row for each answer, and a row for each line of the table."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from models.errors import user_error
from models.lab.checks.free import Diversity
from models.lab.runs.table import ResultRow, diversities, results
from models.lab.runs.values import SweepPlan, Trial
from models.texts import Phrasebook
from models.whole_file import write_whole

_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.]+\s*$)")
"""How a text begins that spreadsheets take for a formula, and would run."""

_ARM = ("model", "quantization", "sections")
_ANSWERS = (
    *_ARM,
    "task",
    "language",
    "temperature",
    "repeat",
    "seed",
    "passed",
    "score",
    "reason",
    "stop_reason",
    "prompt_tokens",
    "answer_tokens",
    "thinking_tokens",
    "seconds",
    "answer",
    "thinking",
)
_TABLE = (
    *_ARM,
    "task",
    "temperature",
    "answers",
    "judged",
    "passed",
    "pass_rate",
    "interval_low",
    "interval_high",
    "score",
    "mean_tokens",
    "mean_seconds",
    "unfinished",
    "loops",
    "agreement",
    "distinct_1",
    "distinct_2",
)

Cell = str | float | bool | None


def answers_csv(plan: SweepPlan, trials: Iterable[Trial], say: Phrasebook) -> str:
    """Return a CSV document with a row for each answer; the reasons are in the language of `say`."""
    return _document(_ANSWERS, (_answer(plan, trial, say) for trial in trials))


def table_csv(plan: SweepPlan, trials: Sequence[Trial]) -> str:
    """Return the table of results, with how unlike the repeats are, as a CSV document."""
    unlike = diversities(plan, trials)
    rows = results(plan, trials)
    return _document(_TABLE, (_table_row(plan, row, unlike[row.arm, row.task, row.temperature]) for row in rows))


def write_csv(document: str, path: Path) -> None:
    """Write a CSV document to a file, whole or not at all. Raises UserError where that fails.

    It begins with a byte order mark: without, spreadsheets take Chinese for something else.
    """
    try:
        write_whole(path, document.encode("utf-8-sig"), make_folder=False)
    except OSError as error:
        raise user_error("lab.export.not_written", str(error), path=str(path)) from error


def _answer(plan: SweepPlan, trial: Trial, say: Phrasebook) -> Sequence[Cell]:
    place, stats, finding = trial.place, trial.record.stats, trial.finding
    task = plan.tasks[place.task]
    return (
        *_arm(plan, place.arm),
        task.id,
        task.language,
        plan.temperatures[place.temperature],
        place.repeat + 1,
        trial.record.settings.seed,
        finding.passed if finding else None,
        finding.score if finding else None,
        say.phrase(finding.reason) if finding else "",
        stats.stop_reason.value,
        stats.prompt_tokens,
        stats.answer_tokens,
        stats.thinking_tokens,
        round(trial.seconds, 3),
        trial.answer,
        trial.thinking,
    )


def _table_row(plan: SweepPlan, row: ResultRow, unlike: Diversity) -> Sequence[Cell]:
    return (
        *_arm(plan, row.arm),
        plan.tasks[row.task].id,
        row.temperature,
        row.answers,
        row.judged,
        row.passed,
        _rounded(row.rate),
        _rounded(row.interval.low),
        _rounded(row.interval.high),
        _rounded(row.score),
        round(row.tokens, 1),
        round(row.seconds, 3),
        row.unfinished,
        row.loops,
        _rounded(unlike.agreement),
        _rounded(unlike.distinct_1),
        _rounded(unlike.distinct_2),
    )


def _arm(plan: SweepPlan, number: int) -> tuple[str, str, str]:
    arm = plan.arms[number]
    return arm.model.id, arm.model.quantization, "on" if arm.sections else "off"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _document(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: Cell) -> Cell:
    """Return what stands in a cell: a text that would be taken for a formula has an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return f"'{text}" if _FORMULA.match(text) else text
