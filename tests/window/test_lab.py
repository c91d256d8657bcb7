"""The lab in the running program: a measurement with the starter model, and a question that comes first."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.conversation import ComposerState
from desktop.lab import LabDialog, Stage
from models.lab import SweepState, SweepStore
from models.paths import Paths
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")


def open_lab(running: Running) -> LabDialog:
    running.wait_for(ComposerState.READY)
    running.window.lab_requested.emit()
    (dialog,) = running.window.findChildren(LabDialog)
    running.wait(lambda: bool(dialog.plan.wish().models))
    return dialog


def begin(dialog: LabDialog, *, task: str, repeats: int, tokens: int) -> None:
    tasks = [one for one in dialog.plan.tasks.all() if one.id == task]
    dialog.plan.tasks.tick(tasks)
    dialog.plan.temperatures.show_value((0.3, 0.9))
    dialog.plan.show_amounts(repeats=repeats, tokens=tokens)
    dialog.plan.start_requested.emit(dialog.plan.wish())


def test_a_measurement_comes_to_its_end_and_a_question_goes_first(start: Callable[..., Running], paths: Paths) -> None:
    running = start()
    dialog, lab = open_lab(running), running.parts.lab
    begin(dialog, task="pool-en", repeats=2, tokens=48)
    running.wait(lambda: lab.current is not None)
    waited: list[str] = []
    lab.waits.connect(waited.append)
    choice = running.parts.choice
    choice.take_settings(replace(choice.settings, max_tokens=6, seed=1))
    still: list[str | None] = []
    running.parts.answering.finished.connect(lambda *_: still.append(lab.current))
    running.window.composer.sent.emit("Say yes.")
    running.wait(lambda: bool(still))
    assert still != [None]
    assert still == waited[:1]
    running.wait(lambda: lab.current is None)
    store = SweepStore(paths.sweeps)
    (sweep,) = store.all()
    assert (sweep.state, sweep.done) == (SweepState.DONE, 4)
    running.wait(lambda: dialog.run._stage is Stage.DONE)
    running.wait(lambda: dialog.run.chart.chart.temperatures == (0.3, 0.9))


def test_closing_the_program_pauses_a_measurement_that_goes_on_later(
    start: Callable[..., Running], paths: Paths, starter_model: Path
) -> None:
    del starter_model
    running = start()
    dialog, lab = open_lab(running), running.parts.lab
    begin(dialog, task="story-en", repeats=3, tokens=400)
    running.wait(lambda: lab.current is not None)
    running.program.close()
    store = SweepStore(paths.sweeps)
    (sweep,) = store.all()
    assert sweep.state in {SweepState.PLANNED, SweepState.PAUSED}
    assert sweep.done < sweep.plan.total
    again = start()
    dialog = open_lab(again)
    again.wait(lambda: dialog.runs.count() == 1)
    dialog.runs.setCurrentRow(0)
    again.wait(lambda: dialog.run._stage is Stage.PAUSED)
    dialog.run.resume_requested.emit()
    again.wait(lambda: again.parts.lab.current == sweep.plan.id)
    dialog.run.stop_requested.emit()
    again.wait(lambda: again.parts.lab.current is None)
    assert store.summary(sweep.plan.id).state is SweepState.STOPPED
