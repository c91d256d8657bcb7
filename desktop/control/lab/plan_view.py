"""Putting a measurement together: what there is to choose from, how long it takes, and what it needs agreed to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.lab.pace import paces
from desktop.control.lab.phrases import duration
from desktop.lab import ModeChoice, ModelChoice, TaskDialog, ask_to_remove
from models.catalog import family, limits, modes
from models.errors import UserError
from models.lab import SweepWishes, new_plan, runs_python

if TYPE_CHECKING:
    from desktop.control.background import Background
    from desktop.control.lab.consent import CodeConsent
    from desktop.control.lab.known_tasks import KnownTasks
    from desktop.control.library.shelf import Shelf
    from desktop.control.loading import ModelLoading
    from desktop.lab import LabDialog, Wish
    from models.lab import SweepPlan, SweepStore, Task
    from models.texts import Phrasebook


class PlanView(QObject):
    """Brings the page of a new measurement to life; `planned` carries a `SweepPlan` that is to be run."""

    planned = Signal(object)
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        dialog: LabDialog,
        tasks: KnownTasks,
        shelf: Shelf,
        loading: ModelLoading,
        store: SweepStore,
        consent: CodeConsent,
        background: Background,
        say: Phrasebook,
    ) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._page = dialog.plan
        self._tasks = tasks
        self._shelf = shelf
        self._loading = loading
        self._store = store
        self._consent = consent
        self._background = background
        self._say = say
        self._pace: dict[Path, float] = {}
        self._starts = False
        self._modes = tuple(ModeChoice(mode.id, say(mode.name_text)) for mode in modes())
        self._page.show_modes(self._modes)
        self._page.show_experiments(tasks.experiments())
        page = self._page
        page.edited.connect(self._on_edited)
        page.start_requested.connect(self._on_start)
        page.python_changed.connect(lambda: self._consent.change(self._on_edited))
        page.tasks.new_requested.connect(lambda: self._edit(tasks.blank()))
        page.tasks.edit_requested.connect(self._edit)
        page.tasks.remove_requested.connect(self._on_remove)
        shelf.listed.connect(self.show_models)
        loading.loaded.connect(self.show_models)

    def refresh(self) -> None:
        """Show the tasks and the models that there are now, and find out whether code can be run here."""
        self._consent.when_known(self._on_edited)
        self._shelf.refresh()
        self._show_tasks()
        self._background.run(lambda: paces(self._store), self._on_pace, self.failed.emit, name="pace")

    def show_models(self) -> None:
        """Show the model files that can be measured, the loaded one first."""
        current = self._loading.current
        loaded = Path(current.model.path) if current is not None else None
        choices = [
            ModelChoice(model.path, f"{model.name} {model.quantization}".strip(), loaded=model.path == loaded)
            for model in self._shelf.models
            if model.problem is None
        ]
        if current is not None and loaded is not None and loaded not in {one.path for one in choices}:
            choices.insert(0, ModelChoice(loaded, current.model.name, loaded=True))
        self._page.show_models(choices)
        if current is not None:
            marks = limits(family(current.model.family).id)
            self._page.temperatures.show_limits(
                caution_from=marks.caution_from, breaks_down_from=marks.breaks_down_from
            )

    def _on_pace(self, pace: dict[Path, float]) -> None:
        self._pace = pace
        self._on_edited()

    def _on_edited(self) -> None:
        wish = self._page.wish()
        self._page.show_problem("")
        if not wish.complete:
            self._page.show_estimate(self._say("lab.form.estimate.nothing"))
        else:
            self._page.show_estimate(self._estimate(wish))
        self._show_python(wish)

    def _estimate(self, wish: Wish) -> str:
        known = [self._pace.get(path) for path in wish.models]
        if any(one is None for one in known):
            return self._say("lab.form.estimate", answers=wish.answers)
        seconds = sum(one * wish.answers / len(wish.models) for one in known if one is not None)
        return self._say("lab.form.estimate.time", answers=wish.answers, time=duration(self._say, seconds))

    def _show_python(self, wish: Wish) -> None:
        """Say what becomes of answers with code."""
        sentence, change = self._consent.note() if _needs_code(wish) else ("", "")
        self._page.show_python_note(sentence, change=change)

    def _on_start(self, wish: Wish) -> None:
        if not _needs_code(wish):
            self._plan(wish)
        elif not self._starts:  # a second click while the machine is being looked at starts no second measurement
            self._starts = True
            self._consent.settle(lambda: self._plan_with_code(wish))

    def _plan_with_code(self, wish: Wish) -> None:
        self._starts = False
        self._plan(wish)

    def _plan(self, wish: Wish) -> None:
        wishes = SweepWishes(
            models=wish.models,
            tasks=wish.tasks,
            temperatures=wish.temperatures,
            repeats=wish.repeats,
            sections=wish.sections,
            max_tokens=wish.max_tokens,
            mode=wish.mode,
            name=wish.name,
        )
        self._background.run(lambda: self._keep(wishes), self.planned.emit, self._on_refused, name="plan")

    def _keep(self, wishes: SweepWishes) -> SweepPlan:
        plan = new_plan(wishes)
        self._store.add(plan)
        return plan

    def _on_refused(self, error: UserError) -> None:
        self._page.show_problem(self._say.phrase(error.text))

    def _edit(self, task: Task) -> None:
        dialog = TaskDialog(task, modes=self._modes, say=self._say, parent=self._dialog)

        def keep(changed: Task) -> None:
            try:
                self._tasks.save(changed)
            except UserError as error:
                dialog.show_problem(self._say.phrase(error.text))
            else:
                dialog.accept()
                self._show_tasks()

        dialog.task_chosen.connect(keep)
        dialog.open()

    def _on_remove(self, task: Task) -> None:
        question = self._say("lab.task.remove.question", name=self._say.phrase(task.label))
        ask_to_remove(question, lambda: self._remove(task), say=self._say, parent=self._dialog)

    def _remove(self, task: Task) -> None:
        try:
            self._tasks.remove(task)
        except UserError as error:
            self.failed.emit(error)
        self._show_tasks()

    def _show_tasks(self) -> None:
        try:
            tasks, broken = self._tasks.all()
        except UserError as error:
            self.failed.emit(error)
            return
        self._page.tasks.show_tasks(tasks)
        if broken:
            self.failed.emit(UserError(broken[0].reason))


def _needs_code(wish: Wish) -> bool:
    """Say whether a check of a measurement runs code that the model wrote."""
    return any(runs_python(task.check) for task in wish.tasks)
