"""Offers to load a model with less, where memory ran out: a notice with a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.control.action_notices import ActionNotices
from desktop.control.loading import ModelLoading
from models.engine import Loaded, OutOfMemoryError, PlanChange, plan_changes
from models.errors import Text
from models.runtime import MemoryPlan
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.notices import Notice, NoticeBar


class OfferController(QObject):
    """Shows at most one offer, until it is taken or its model is loaded. `notices` makes the bar when it is needed."""

    def __init__(
        self, *, loading: ModelLoading, notices: Callable[[], NoticeBar], say: Phrasebook, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._loading = loading
        self._notices = ActionNotices(notices, parent=self)
        self._say = say
        self._shown: tuple[int, Path] | None = None  # the number of the notice, the model
        loading.loaded.connect(self._on_loaded)

    def show(self, path: Path, error: OutOfMemoryError, plan: MemoryPlan) -> None:
        """Say what happened when the model at `path` was loaded or asked, and offer to load it as `plan` says."""
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        notice = Notice(NoticeKind.ERROR, self._say.phrase(error.text), details=error.details)
        self._offer(notice, error.change, path, plan)

    def propose(self, loaded: Loaded, text: Text, plan: MemoryPlan) -> None:
        """Say `text`, and offer to load the model again as `plan` says, which needs less than it has now."""
        from desktop.notices import Notice, NoticeKind

        change = plan_changes(loaded.plan, plan)[0] if loaded.plan is not None else None
        self._offer(Notice(NoticeKind.CAUTION, self._say.phrase(text)), change, Path(loaded.model.path), plan)

    def _offer(self, notice: Notice, change: PlanChange | None, path: Path, plan: MemoryPlan) -> None:
        def take() -> None:
            self._shown = None
            self._loading.load_with_less(path, plan)

        self._withdraw()
        action = self._say(f"plan.offer.{change}", layers=plan.layers, context=plan.context)
        self._shown = self._notices.add(replace(notice, action=action), take), path

    def _withdraw(self) -> None:
        if self._shown is not None:
            self._notices.dismiss(self._shown[0])
            self._shown = None

    def _on_loaded(self, loaded: Loaded) -> None:
        if self._shown is not None and str(self._shown[1]) == loaded.model.path:
            self._withdraw()
