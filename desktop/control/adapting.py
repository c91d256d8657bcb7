"""What the next answer is sampled with after what the answers before it came to, and while memory is nearly full."""

from collections.abc import Callable
from dataclasses import replace

from desktop.control.sampling_choice import Resolved, SamplingChoice
from models.errors import UserError
from models.history import History, Message
from models.sampling import Adapted, Adapting, Preset, SamplingSettings, adaptation, calmer, cooler, resumed, warmer

_Change = Callable[[SamplingSettings, Preset], tuple[SamplingSettings, Adapted | None]]


class AnswerAdapter:
    """Changes what was chosen for one answer; what it goes by is in the records, and so goes with the conversation."""

    def __init__(self, *, history: History, choice: SamplingChoice) -> None:
        self._history = history
        self._choice = choice

    @property
    def family(self) -> str:
        """The id of the family of the model that answers."""
        return self._choice.preset.family.id

    def for_question(self, question: str, conversation: int | None) -> Resolved:
        """Return what a next question of a conversation is answered with."""
        resolved = self._choice.for_question(question)
        if conversation is not None and resolved.settings.adapting is Adapting.BOTH:
            thread = self._history.messages.thread(conversation)
            now = adaptation(one.record.check.verdict for one in thread if one.record and one.record.check)
            resolved = _changed(resolved, lambda settings, preset: warmer(settings, preset, now))
        return self._calm(resolved)

    def for_another_try(self, answer: Message, question: str, *, several: bool = False) -> Resolved:
        """Return what a question is answered with once more, or several times: cooler where `answer` failed."""
        if not is_faulty(answer) or answer.record is None:
            return self.for_question(question, answer.conversation)
        failed_at = answer.record.settings.temperature
        resolved = self._choice.for_question(question)
        return self._calm(
            _changed(resolved, lambda settings, preset: cooler(settings, preset, failed_at, several=several))
        )

    def for_going_on(self, answer: Message, question: str) -> Resolved:
        """Return what an answer that was cut goes on with: as cool as it was begun after a failure."""
        begun = () if answer.record is None else answer.record.adapted
        chosen = self._choice.for_question(question)
        resolved = _changed(chosen, lambda settings, preset: resumed(settings, preset, begun))
        return self.for_question(question, answer.conversation) if resolved is chosen else self._calm(resolved)

    def cooler_try(self, answer: Message, *, several: bool = False) -> float | None:
        """Return the temperature of another try, or of several, None where `answer` did not fail or none is cooler."""
        if not is_faulty(answer) or answer.parent is None:
            return None
        try:
            question = self._history.messages.get(answer.parent).content
        except UserError:
            return None
        resolved = self.for_another_try(answer, question, several=several)
        return resolved.settings.temperature if resolved.adapted else None

    def _calm(self, resolved: Resolved) -> Resolved:
        return _changed(resolved, calmer) if self._choice.calm else resolved


def is_faulty(message: Message) -> bool:
    """Say whether an answer failed its checks, as it was written by the model."""
    check = message.record.check if message.record is not None and not message.edited else None
    return check is not None and check.failed


def _changed(resolved: Resolved, change: _Change) -> Resolved:
    settings, adapted = change(resolved.settings, resolved.preset)
    if adapted is None:
        return resolved
    return replace(resolved, settings=settings, adapted=(*resolved.adapted, adapted))
