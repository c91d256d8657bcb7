"""Whether code that models write is run: the user is asked once, and can change that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.lab import ask_consent
from models.errors import UserError
from models.sandbox import Containment, available, consent_explanation, consent_question
from models.settings import LAB, GeneratedCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.control.background import Background
    from models.settings import SettingsStore
    from models.texts import Phrasebook


class CodeConsent:
    """What the user agreed to, kept in the settings; `failed` is told where it cannot be kept.

    Whether this machine can contain code is found out beside the window's thread, as that takes a moment.
    """

    def __init__(
        self,
        *,
        settings: SettingsStore,
        background: Background,
        failed: Callable[[UserError], None],
        say: Phrasebook,
        parent: QWidget,
    ) -> None:
        self._settings = settings
        self._background = background
        self._failed = failed
        self._say = say
        self._parent = parent
        self._containment: Containment | None = None
        self._waiting: list[Callable[[], None]] = []

    @property
    def runs_code(self) -> bool:
        """Whether code is run: the user agreed, and nothing is known against it. What runs it looks for itself."""
        return self._now is GeneratedCode.RUN and (self._containment is None or self._containment.available)

    @property
    def must_ask(self) -> bool:
        """Whether the user is to be asked before a measurement that could run code; for use when that is known."""
        return self._now is GeneratedCode.ASK and self._containment is not None and self._containment.available

    def when_known(self, then: Callable[[], None]) -> None:
        """Go on, at once or when it is known what this machine offers. A machine that offered nothing is asked again.

        Only the first of those who wait looks; a call that comes meanwhile waits with it.
        """
        if self._containment is not None and self._containment.available:
            then()
            return
        self._waiting.append(then)
        if len(self._waiting) == 1:
            self._background.run(available, self._on_known, self._on_unknown, name="containment")

    def note(self) -> tuple[str, str]:
        """Say what becomes of answers with code, and what the button beside that does; "" is no button."""
        say = self._say
        if self._containment is None:
            return say("lab.form.python.looking"), ""
        if not self._containment.available:
            return say.phrase(self._containment.reason), ""
        if self._now is GeneratedCode.ASK:
            return say("lab.form.python.ask"), ""
        if self._now is GeneratedCode.RUN:
            return say("lab.form.python.run"), say("lab.form.python.stop")
        return say("lab.form.python.declined"), say("lab.form.python.allow")

    def change(self, then: Callable[[], None]) -> None:
        """Take back what was agreed to, or ask; then go on."""
        if self._now is GeneratedCode.RUN:
            self._keep(GeneratedCode.NEVER)
            then()
        else:
            self.ask(then)

    def ask(self, then: Callable[[], None]) -> None:
        """Ask whether code may be run; after either answer go on."""

        def answer(consent: GeneratedCode) -> None:
            self._keep(consent)
            then()

        ask_consent(
            question=self._say.phrase(consent_question()),
            explanation=self._say.phrase(consent_explanation()),
            agree=lambda: answer(GeneratedCode.RUN),
            decline=lambda: answer(GeneratedCode.NEVER),
            say=self._say,
            parent=self._parent,
        )

    def settle(self, then: Callable[[], None]) -> None:
        """Go on when it is known whether code is run; the user is asked where that was never answered."""
        self.when_known(lambda: self.ask(then) if self.must_ask else then())

    def _on_known(self, containment: Containment) -> None:
        self._containment = containment
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def _on_unknown(self, error: UserError) -> None:
        self._on_known(Containment(available=False, reason=error.text))

    @property
    def _now(self) -> GeneratedCode:
        return self._settings.load(LAB).generated_code

    def _keep(self, consent: GeneratedCode) -> None:
        try:
            self._settings.save(LAB, replace(self._settings.load(LAB), generated_code=consent))
        except UserError as error:
            self._failed(error)
