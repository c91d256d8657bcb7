"""The table of a sweep, its CSV files, and judging its answers again."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import Text, UserError
from models.lab import (
    Arm,
    CheckTools,
    Exact,
    Finding,
    Judge,
    Place,
    PythonTests,
    Rechecked,
    SweepStore,
    Task,
    answers_csv,
    can_check,
    cells,
    diversities,
    recheck,
    results,
    table_csv,
    wilson,
    write_csv,
)
from models.record import StopReason
from models.sandbox import Limits, Outcome, OutcomeKind
from models.texts import Phrasebook
from tests.lab.runs.sweeps import found, plan, record, trial

SAY = Phrasebook("en")
ECHO = Task(id="echo", prompt='Say "yes".', check=Exact(answers=("yes",)))
JUDGED = Task(id="judged", prompt="Why?", check=Judge(rubric="Polite."))
CODE = Task(id="code", prompt="Write f.", check=PythonTests(function="f", code="assert f() == 1"))


def rows_of(document: str) -> list[dict[str, str]]:
    """Read a CSV document."""
    return list(csv.DictReader(io.StringIO(document, newline="")))


def test_answers_that_were_not_judged_count_neither_way() -> None:
    planned = plan(tasks=(ECHO,), temperatures=(0.5,), repeats=4)
    verdicts = (found(passed=True), found(passed=False), found(passed=None), None)
    trials = [
        replace(trial(Place(0, 0, 0, number), seconds=number + 1.0, tokens=10 * (number + 1)), finding=verdict)
        for number, verdict in enumerate(verdicts)
    ]
    (row,) = results(planned, trials)
    assert (row.answers, row.judged, row.passed, row.rate, row.score) == (4, 2, 1, 0.5, 0.5)
    assert row.interval == wilson(1, 2)
    assert (row.tokens, row.seconds) == (25.0, 2.5)


def test_a_row_without_a_verdict_has_no_rate() -> None:
    planned = plan(tasks=(ECHO,), temperatures=(0.5,), repeats=1)
    (row,) = results(planned, [trial(Place(0, 0, 0, 0))])
    assert (row.rate, row.score, row.judged) == (None, None, 0)
    assert results(planned, []) == ()


def test_answers_that_were_cut_off_or_went_in_circles_are_counted() -> None:
    planned = plan(tasks=(ECHO,), temperatures=(0.5,), repeats=3)
    stops = (StopReason.LENGTH, StopReason.LOOP, StopReason.END)
    trials = [replace(trial(Place(0, 0, 0, n)), record=record(stop=stop)) for n, stop in enumerate(stops)]
    (row,) = results(planned, trials)
    assert (row.unfinished, row.loops) == (1, 1)


def test_cells_are_those_of_one_arm() -> None:
    planned = plan(arms=2, tasks=(ECHO,), temperatures=(0.2, 0.8), repeats=1)
    trials = [
        replace(trial(place), finding=found(passed=place.arm == 1 and place.temperature == 0))
        for place in planned.places()
    ]
    rows = results(planned, trials)
    assert [(one.temperature, one.passed, one.judged) for one in cells(planned, rows, 1)] == [(0.2, 1, 1), (0.8, 0, 1)]
    assert {one.arm for one in cells(planned, rows, 0)} == {planned.arms[0].id}


def test_repeats_are_compared_with_each_other() -> None:
    planned = plan(tasks=(ECHO,), temperatures=(0.2, 0.8), repeats=2)
    texts = {0: "one two three", 1: "one two three"}
    trials = [
        trial(place, answer=texts[place.repeat] if place.temperature == 0 else f"{place.repeat} other words")
        for place in planned.places()
    ]
    unlike = diversities(planned, trials)
    assert unlike[0, 0, 0.2].agreement == 1.0
    assert (unlike[0, 0, 0.8].agreement or 0.0) < 1.0


def test_csv_has_a_row_for_each_answer_as_it_was_written() -> None:
    planned = replace(plan(tasks=(ECHO,), temperatures=(0.5,), repeats=2), name="A sweep")
    planned = replace(planned, arms=(planned.arms[0], Arm(planned.arms[0].model, sections=True)))
    answer = '第一行,"quoted"\n第二行'
    trials = [
        replace(trial(Place(0, 0, 0, 0), answer=answer), thinking="Hm.", finding=found(passed=True)),
        trial(Place(1, 0, 0, 1), answer=""),
    ]
    first, second = rows_of(answers_csv(planned, trials, SAY))
    assert first["answer"] == answer
    assert first["thinking"] == "Hm."
    assert (first["passed"], first["reason"]) == ("true", SAY("lab.finding.empty"))
    assert (first["sections"], second["sections"]) == ("off", "on")
    assert (first["repeat"], second["repeat"]) == ("1", "2")
    assert (second["passed"], second["score"], second["reason"]) == ("", "", "")
    (row, _) = rows_of(table_csv(planned, trials))
    assert (row["task"], row["temperature"], row["answers"], row["passed"]) == ("echo", "0.5", "1", "1")


@pytest.mark.parametrize("answer", ['=HYPERLINK("http://x")', "@SUM(1)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1"])
def test_no_answer_is_a_formula_to_a_spreadsheet(answer: str) -> None:
    planned = plan(tasks=(ECHO,), temperatures=(0.5,), repeats=1)
    (row,) = rows_of(answers_csv(planned, [trial(Place(0, 0, 0, 0), answer=answer)], SAY))
    assert row["answer"] == f"'{answer}"


@pytest.mark.parametrize("answer", ["-2", "+3.5", "a=b", "2-3"])
def test_numbers_and_other_texts_are_left_as_they_are(answer: str) -> None:
    planned = plan(tasks=(ECHO,), temperatures=(0.5,), repeats=1)
    (row,) = rows_of(answers_csv(planned, [trial(Place(0, 0, 0, 0), answer=answer)], SAY))
    assert row["answer"] == answer


def test_csv_files_are_whole_and_begin_as_spreadsheets_want_it(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    write_csv("a,b\r\n1,你\r\n", path)
    assert path.read_bytes() == b"\xef\xbb\xbfa,b\r\n1,\xe4\xbd\xa0\r\n"
    with pytest.raises(UserError, match=r"lab\.export\.not_written"):
        write_csv("a", tmp_path / "nowhere" / "x.csv")
    assert [one.name for one in tmp_path.iterdir()] == ["表.csv"]


@pytest.fixture
def stored(tmp_path: Path) -> SweepStore:
    """A sweep of three tasks with an answer each, all judged wrongly."""
    store = SweepStore(tmp_path)
    planned = plan(tasks=(ECHO, JUDGED, CODE), temperatures=(0.5,), repeats=1)
    store.add(planned)
    answers = ("yes", "Because.", "```python\ndef f() -> int:\n    return 1\n```")
    store.save(
        planned.id,
        [
            trial(Place(0, number, 0, 0), answer=answer, finding=found(passed=False))
            for number, answer in enumerate(answers)
        ],
    )
    return store


def verdicts(store: SweepStore) -> list[bool | None]:
    """Return what was found of each answer."""
    return [one.finding.passed if one.finding else None for one in store.trials(plan().id)]


def test_what_cannot_be_judged_here_keeps_its_verdict(stored: SweepStore) -> None:
    assert recheck(stored, plan().id, CheckTools()) == Rechecked(checked=1, changed=1, skipped=2)
    assert verdicts(stored) == [True, False, False]
    assert recheck(stored, plan().id, CheckTools()) == Rechecked(checked=1, changed=0, skipped=2)


def test_a_judge_and_a_place_for_code_are_used_where_they_are_there(stored: SweepStore) -> None:
    def runs(code: str, *, tests: str = "", given: str = "", limits: Limits | None = None) -> Outcome:
        del code, tests, given, limits
        return Outcome(OutcomeKind.TIMEOUT, Text("lab.finding.empty"))

    tools = CheckTools(python=runs, judge=lambda _question: '{"reason": "Polite.", "pass": true}')
    assert all(can_check(task, tools) for task in (ECHO, JUDGED, CODE))
    assert recheck(stored, plan().id, tools) == Rechecked(checked=3, changed=2, skipped=0)
    assert verdicts(stored) == [True, True, False]


def test_it_is_told_how_far_the_check_is_and_what_is_left_at_its_end_stays(stored: SweepStore) -> None:
    tools = CheckTools(judge=lambda _question: '{"reason": "Polite.", "pass": true}')
    told: list[tuple[int, int]] = []
    done = recheck(stored, plan().id, tools, tell=lambda *far: told.append(far), ended=lambda: len(told) == 1)
    assert (done, told) == (Rechecked(checked=1, changed=1, skipped=2), [(0, 3)])
    assert verdicts(stored) == [True, False, False]


def test_a_sweep_that_runs_is_not_judged_again(stored: SweepStore) -> None:
    with stored.held(plan().id), pytest.raises(UserError, match=r"lab\.store\.running"):
        recheck(stored, plan().id, CheckTools())


def test_a_finding_is_stored_with_its_sentence(stored: SweepStore) -> None:
    finding = Finding(passed=False, score=0.25, reason=Text("lab.finding.wrong", {"said": "3", "wanted": "5"}))
    stored.judge(plan().id, {Place(0, 0, 0, 0): finding})
    assert stored.trials(plan().id)[0].finding == finding
