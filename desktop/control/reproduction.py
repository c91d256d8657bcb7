"""Brings the button of a record and the making again together, and finds the words for what came of it."""

from PySide6.QtCore import QObject

from desktop.control.reproducing import Reproducing
from desktop.conversation import ReproduceBox
from desktop.theme import Role
from models.engine import Prompt
from models.errors import UserError
from models.record import AnswerRecord
from models.reproduce import Comparison, Difference
from models.texts import Phrasebook

_SHOWN = 60
"""Characters of each text where they part."""


class Reproduction(QObject):
    """Makes the answer of one open record again whenever the user asks."""

    def __init__(
        self, answer: int, record: AnswerRecord, *, box: ReproduceBox, reproducing: Reproducing, say: Phrasebook
    ) -> None:
        super().__init__(reproducing)
        self._answer = answer
        self._record = record
        self._box = box
        self._reproducing = reproducing
        self._say = say
        box.requested.connect(self._on_requested)
        box.stop_requested.connect(self._on_stop_requested)
        reproducing.prompt.connect(self._on_prompt)
        reproducing.tokens.connect(self._on_tokens)
        reproducing.finished.connect(self._on_finished)
        reproducing.failed.connect(self._on_failed)
        self._show_differences()

    def _show_differences(self) -> None:
        try:
            found = self._reproducing.differences(self._record)
        except UserError as error:
            self._box.refuse(self._say.phrase(error.text))
            return
        self._box.show_unlike([self._change(one) for one in found])

    def _change(self, found: Difference) -> str:
        part = self._say(f"reproduce.part.{found.part}")
        if not found.then or len(found.then) + len(found.now) > _SHOWN:  # unknown, or a list that nobody reads
            return part
        return self._say("reproduce.change", part=part, then=found.then, now=found.now)

    def _on_requested(self) -> None:
        try:
            self._reproducing.start(self._answer)
        except UserError as error:
            self._on_failed(error)
        else:
            self._show_differences()
            self._on_tokens(0)

    def _on_stop_requested(self) -> None:
        self._reproducing.stop()
        self._box.show_outcome("", role=Role.HINT)

    def _on_prompt(self, prompt: Prompt) -> None:
        self._box.show_progress(self._say("reproduce.reading", done=prompt.done, total=prompt.total))

    def _on_tokens(self, count: int) -> None:
        self._box.show_progress(self._say("reproduce.writing", count=count))

    def _on_finished(self, found: Comparison) -> None:
        if found.same:
            self._box.show_outcome(self._say("reproduce.same"), role=Role.GOOD)
            return
        then, now = _beginning(found.then), _beginning(found.now)
        sentence = self._say("reproduce.differs", place=found.place, then=then, now=now)
        self._box.show_outcome(sentence, role=Role.CAUTION)

    def _on_failed(self, error: UserError) -> None:
        self._box.show_outcome(self._say.phrase(error.text), role=Role.DANGER)


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
