"""Results: the figures reckoned from answers, the page that shows them, and single answers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.control.lab.figures import Found, bands_of, found, mode_of, run_figures
from desktop.control.lab.reading import answers_of
from desktop.lab import AnswersDialog, RunPage, RunState, Stage
from desktop.theme import DARK, LIGHT
from models.lab import Place, SweepPlan, Trial
from models.texts import Phrasebook
from tests.lab.runs import sweeps
from tests.lab.runs.sweeps import TASKS

SAY = Phrasebook("en")
PLAN = sweeps.plan(tasks=TASKS[:2], temperatures=(0.3, 0.9), repeats=2)


def trials(plan: SweepPlan = PLAN) -> tuple[Trial, ...]:
    """Every answer of a plan: right at the lowest temperature, wrong elsewhere, the last one not judged."""
    places = list(plan.places())
    made = [
        sweeps.trial(place, answer=f"word {place.repeat}", finding=sweeps.found(passed=place.temperature == 0))
        for place in places[:-1]
    ]
    return (*made, sweeps.trial(places[-1], finding=sweeps.found(passed=None)))


def shown(plan: SweepPlan = PLAN) -> Found:
    return found(plan, trials(plan))


def test_the_table_counts_what_passed_and_what_could_not_be_judged() -> None:
    rows = run_figures(shown(), None, used={}, say=SAY).rows
    assert [row.task for row in rows] == [0, 1, None]
    assert [[(cell.passed, cell.judged, cell.done, cell.total) for cell in row.cells if cell] for row in rows] == [
        [(2, 2, 2, 2), (0, 2, 2, 2)],
        [(2, 2, 2, 2), (0, 1, 2, 2)],
        [(4, 4, 4, 4), (0, 3, 4, 4)],
    ]


def test_the_chart_has_the_rates_with_their_intervals_and_diversity() -> None:
    (series,) = run_figures(shown(), None, used={}, say=SAY).chart.series
    first, last = series.points
    assert (first.temperature, first.passed, first.judged, last.passed, last.judged) == (0.3, 4, 4, 0, 3)
    assert first.low == pytest.approx(0.51, abs=0.01)
    assert last.high == pytest.approx(0.56, abs=0.01)
    # The repeats are "word 0" and "word 1": two different pairs of words among two.
    assert first.diversity == 1.0


def test_another_measurement_is_laid_beside_it() -> None:
    other = sweeps.plan(tasks=TASKS[:1], temperatures=(0.6, 0.9), repeats=2, sweep="20260102-030405-bbbbbb")
    figures = run_figures(shown(), found(other, trials(other)), used={}, say=SAY)
    assert figures.temperatures == (0.3, 0.6, 0.9)
    assert [one.name for one in figures.chart.series] == ["A sweep: M0 Q4_0", "A sweep: M0 Q4_0"]
    assert figures.rows[0].cells[1] is None
    assert figures.rows[-1].run == other.id


def test_a_measurement_speaks_for_the_mode_that_all_its_tasks_have() -> None:
    assert mode_of(PLAN) == "balanced"
    assert mode_of(sweeps.plan(tasks=TASKS[:1])) == "math"


def test_an_arm_that_has_something_to_use_gets_a_button() -> None:
    (verdict,) = run_figures(shown(), None, used={0: False}, say=SAY).verdicts
    assert verdict.use == "Use for Balanced"
    assert not verdict.used


def test_nothing_is_recommended_before_there_are_answers() -> None:
    assert run_figures(found(PLAN, ()), None, used={}, say=SAY).verdicts == ()


@pytest.fixture
def page(qtbot: QtBot) -> RunPage:
    made = RunPage(say=SAY, theme=LIGHT, margin=24)
    qtbot.addWidget(made)
    made.show_figures(run_figures(shown(), None, used={0: False}, say=SAY))
    return made


def button(page: RunPage, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text)


def test_the_table_says_in_words_what_its_cells_show(page: RunPage) -> None:
    model = page.table.model()
    assert model.index(0, 0).data() == "2 of 2"
    words = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "colour at 0.9: 0 of 1 right; 2 of 2 answers made"
    assert model.headerData(0, Qt.Orientation.Vertical) == "sum"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "0.9"


def test_a_cell_asks_for_its_answers(page: RunPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.cell_chosen) as told:
        page.table.clicked.emit(page.table.model().index(1, 0))
    assert (told.args[0].task, told.args[1]) == (1, 0)


def test_a_temperature_of_the_chart_asks_for_the_answers_to_all_tasks(page: RunPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.cell_chosen) as told:
        page.chart.chosen.emit(0.9)
    assert (told.args[0].task, told.args[1]) == (None, 1)


def test_a_measurement_that_runs_is_paused_and_one_that_rests_goes_on(page: RunPage, qtbot: QtBot) -> None:
    page.show_state(RunState(Stage.RUNNING, 1, 8, "1 of 8"))
    with qtbot.waitSignal(page.pause_requested):
        button(page, "Pause").click()
    page.show_state(RunState(Stage.PAUSED, 1, 8, "Paused"))
    with qtbot.waitSignal(page.resume_requested):
        button(page, "Go on").click()
    assert button(page, "Stop").isHidden()
    page.show_state(RunState(Stage.DONE, 8, 8, "Done"))
    assert button(page, "Go on").isHidden()


def test_the_recommendation_can_be_put_to_use(page: RunPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.use_requested) as told:
        button(page, "Use for Balanced").click()
    assert told.args == [0]


def test_others_can_be_laid_beside_it(page: RunPage, qtbot: QtBot) -> None:
    page.show_others([("b", "Another")], beside=None)
    (field,) = page.findChildren(QComboBox)
    field.setCurrentIndex(1)
    with qtbot.waitSignal(page.beside_chosen) as told:
        field.activated.emit(1)
    assert told.args == ["b"]


def test_answers_are_read_with_what_was_found_of_them(qtbot: QtBot) -> None:
    answers = answers_of(PLAN, trials(), arm=0, task=1, temperature=0.9, say=SAY)
    assert [(one.title, one.passed) for one in answers] == [("Answer 1", False), ("Answer 2", None)]
    dialog = AnswersDialog(answers, title="colour at 0.9", say=SAY, theme=DARK)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    texts = {field.accessibleName(): field for field in dialog.findChildren(QPlainTextEdit)}
    assert texts["Answer"].toPlainText() == "word 0"
    assert texts["Thinking"].isHidden()
    dialog._list.setCurrentRow(1)
    assert texts["Answer"].toPlainText() == "An answer."


def test_answers_to_all_tasks_are_named_by_their_task() -> None:
    answers = answers_of(PLAN, trials(), arm=0, task=None, temperature=0.3, say=SAY)
    assert [one.title for one in answers] == ["sum, 1", "sum, 2", "colour, 1", "colour, 2"]


def test_an_answer_that_was_not_checked_says_so() -> None:
    (answer,) = answers_of(PLAN, (sweeps.trial(Place(0, 0, 0, 0)),), arm=0, task=0, temperature=0.3, say=SAY)
    assert answer.passed is None
    assert answer.reason == "It has not been checked yet."


def test_a_measurement_that_names_a_band_can_be_used_for_its_mode() -> None:
    plan = sweeps.plan(tasks=TASKS[:1], temperatures=(0.3, 0.9), repeats=20)
    places = plan.places()
    made = [sweeps.trial(one, finding=sweeps.found(passed=one.temperature == 0)) for one in places]
    (band,) = bands_of(found(plan, made)).values()
    assert (band.model, band.mode, band.run) == ("m0", "math", plan.id)
    assert (band.band.low, band.band.high, band.best) == (0.3, 0.3, 0.3)


def test_a_measurement_without_a_difference_names_no_band() -> None:
    assert bands_of(shown(sweeps.plan(tasks=TASKS[:1], temperatures=(0.3, 0.9), repeats=1))) == {}
