"""An engine that answers at once whatever a test says, one token a turn."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from models.engine import (
    AnswerEvent,
    Channel,
    ChatMessage,
    Continuation,
    Done,
    EngineSettings,
    LoadEvent,
    Prompt,
    Token,
)
from models.errors import UserError
from models.files import fingerprint
from models.record import Evaluation, ModeSource, Statistics, StopReason, UsedSettings
from models.runtime import MemoryPlan
from models.sampling import SamplingSettings
from tests.support.scripted_engine import Asked, ScriptedEngine, loaded

Answering = Callable[[str, SamplingSettings], str]


class AnsweringEngine(ScriptedEngine):
    """Writes what `answering` makes of a question and its settings.

    `batches` are the settings of each `generate_many`; `fails` are errors of batches by their number, with the number
    of answers that are made before.
    """

    def __init__(self, answering: Answering = lambda _question, _settings: "five is 5") -> None:
        super().__init__()
        self.answering = answering
        self.batches: list[tuple[SamplingSettings, ...]] = []
        self.conversations: set[str] = set()
        self.fails: dict[int, tuple[int, UserError]] = {}
        self.loads: list[Path] = []
        self.closed_early = 0

    def load(self, path: Path, settings: EngineSettings, *, plan: MemoryPlan | None = None) -> Iterator[LoadEvent]:
        """Load a file that is there."""
        del settings, plan
        self.loads.append(path)
        self.take(path)
        if self._loaded is not None:
            yield self._loaded

    def take(self, path: Path) -> None:
        """Have a model loaded."""
        found = loaded(path)
        self._loaded = replace(found, model=replace(found.model, fingerprint=fingerprint(path)))

    def generate(
        self,
        messages: tuple[ChatMessage, ...],
        settings: SamplingSettings,
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
        replay: Evaluation | None = None,
        continuation: Continuation | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer one question."""
        del mode_source, replay, continuation
        self.conversations.add(conversation)
        self.asked.append(Asked(messages, settings, mode))
        yield Token(1, Channel.ANSWER, self.answering(messages[-1].content, settings))
        yield self._done(settings, mode, 0)

    def generate_many(
        self,
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
    ) -> Iterator[AnswerEvent]:
        """Answer a question several times."""
        del mode_source
        number = len(self.batches)
        self.batches.append(settings)
        self.conversations.add(conversation)
        self.asked.append(Asked(messages, settings[0], mode, together=len(settings)))
        whole = False
        try:
            yield Prompt(1, 3, 3, 0)
            for place, one in enumerate(settings):
                if number in self.fails and self.fails[number][0] == place:
                    raise self.fails[number][1]
                yield Token(1, Channel.ANSWER, self.answering(messages[-1].content, one), answer=place)
                yield self._done(one, mode, place)
            whole = True
        finally:
            self.closed_early += not whole

    def _done(self, settings: SamplingSettings, mode: str, place: int) -> Done:
        if self._loaded is None:
            raise AssertionError("nothing is loaded")
        return Done(
            request=1,
            mode=mode,
            mode_source=ModeSource.USER,
            model=self._loaded.model,
            settings=UsedSettings.of(settings, seed=settings.seed or 0),
            engine=self._loaded.engine,
            stats=Statistics(5, 0, 3, 0, 1.0, 1.0, StopReason.END),
            context_used=8,
            answer=place,
        )
