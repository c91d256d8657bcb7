"""What the program does while the memory of the device is nearly full: it proposes to load less, and answers calmly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.action_notices import ActionNotices
from desktop.control.bridge import EngineBridge
from desktop.control.loading import ModelLoading
from desktop.control.offers import OfferController
from desktop.control.sampling_choice import SamplingChoice
from models.engine import Loaded, Pressure, lighter_plan
from models.errors import Text, UserError
from models.settings import PREFERENCES, CalmAnswers, SettingsStore
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.notices import NoticeBar


class PressureController(QObject):
    """Goes by what the engine tells; a model that is loaded begins anew. `notices` makes the bar when it is needed.

    Whether answers are calmer is asked once, and is a preference afterwards.
    """

    notice = Signal(Text)
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        bridge: EngineBridge,
        loading: ModelLoading,
        choice: SamplingChoice,
        offers: OfferController,
        store: SettingsStore,
        notices: Callable[[], NoticeBar],
        say: Phrasebook,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._loading = loading
        self._choice = choice
        self._offers = offers
        self._store = store
        self._notices = ActionNotices(notices, parent=self)
        self._say = say
        self._high = False
        bridge.pressure.connect(self._on_pressure)
        bridge.loaded.connect(self._on_loaded)

    def refresh(self) -> None:
        """Go by the preference as it is now."""
        self._choice.calm = self._high and self._wish is CalmAnswers.YES

    @property
    def _wish(self) -> CalmAnswers:
        return self._store.load(PREFERENCES).calm_answers

    def _on_pressure(self, event: Pressure) -> None:
        self._high = event.high
        self.refresh()
        if event.high:
            self._propose(event)
            if self._wish is CalmAnswers.ASK:
                self._ask()

    def _propose(self, event: Pressure) -> None:
        text = Text(
            "engine.pressure",
            {"device": event.device, "percent": 100 * event.used_bytes // max(event.total_bytes, 1)},
        )
        loaded, header = self._loading.current, self._loading.header
        plan = None
        if loaded is not None and header is not None:
            plan = lighter_plan(loaded, header, self._loading.engine_settings, event)
        if loaded is None or plan is None:
            self.notice.emit(text)
        else:
            self._offers.propose(loaded, text, plan)

    def _ask(self) -> None:
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        question = Notice(NoticeKind.INFO, self._say("pressure.ask"), action=self._say("pressure.agree"))
        agreed, declined = partial(self._keep, CalmAnswers.YES), partial(self._keep, CalmAnswers.NO)
        self._notices.add(question, agreed, closed=declined)

    def _keep(self, wish: CalmAnswers) -> None:
        try:
            self._store.save(PREFERENCES, replace(self._store.load(PREFERENCES), calm_answers=wish))
        except UserError as error:
            self.failed.emit(error)
        self.refresh()

    def _on_loaded(self, _loaded: Loaded) -> None:
        self._high = False
        self.refresh()
