"""An engine that does what a test tells it, for states that a real one gives too rarely."""

import queue
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.engine import AnswerEvent, ChatMessage, Continuation, Draft, EngineSettings, Loaded, LoadEvent
from models.errors import UserError
from models.record import EngineIdentity, Evaluation, ModelIdentity, ModeSource
from models.runtime import MemoryPlan
from models.sampling import SamplingSettings


@dataclass(frozen=True)
class Asked:
    """What `generate` was called with."""

    messages: tuple[ChatMessage, ...]
    settings: SamplingSettings
    mode: str
    continuation: Continuation | None = None
    together: int = 1


def loaded(path: Path, *, family: str = "generic", thinks: bool = False) -> Loaded:
    """Return what a load of `path` ends with."""
    return Loaded(
        request=1,
        model=ModelIdentity(path.stem, path.stem, family, str(path), "f" * 32, None, "Q4_0"),
        engine=EngineIdentity("0.3.36", "cpu", "CPU", 0, 8192, 2),
        trained_context=8192,
        parameters=1,
        layers=2,
        size_bytes=1,
        thinks=thinks,
    )


class ScriptedEngine:
    """Yields the events that a test puts into `events`, raises the errors, and ends an answer with None.

    Implements `models.engine.Engine`.
    """

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[AnswerEvent | UserError | None] = queue.SimpleQueue()
        self.load_result: UserError | None = None
        self.asked: list[Asked] = []
        self.plans: list[MemoryPlan | None] = []
        self.stops = 0
        self.answers_now = 0
        self.replays: list[Evaluation | None] = []
        self.forgotten: tuple[str, ...] = ()
        self.prefills: list[Draft] = []
        self.closed = False
        self._loaded: Loaded | None = None

    @property
    def loaded(self) -> Loaded | None:
        """What is loaded."""
        return self._loaded

    def load(self, path: Path, settings: EngineSettings, *, plan: MemoryPlan | None = None) -> Iterator[LoadEvent]:
        """Load at once, or fail with `load_result`."""
        del settings
        self.plans.append(plan)
        self._loaded = None
        if self.load_result is not None:
            error, self.load_result = self.load_result, None
            raise error
        self._loaded = loaded(path)
        yield self._loaded

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
        """Yield what the test puts into `events`, until None or an error."""
        del mode_source, conversation
        self.replays.append(replay)
        self.asked.append(Asked(messages, settings, mode, continuation))
        yield from self._yielded()

    def generate_many(
        self,
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
    ) -> Iterator[AnswerEvent]:
        """Yield as `generate` does."""
        del mode_source, conversation
        self.replays.append(None)
        self.asked.append(Asked(messages, settings[0], mode, together=len(settings)))
        return self._yielded()

    def _yielded(self) -> Iterator[AnswerEvent]:
        while (event := self.events.get()) is not None:
            if isinstance(event, UserError):
                raise event
            yield event

    def prefill(self, draft: Draft) -> None:
        """Note the call."""
        if self._loaded is not None:
            self.prefills.append(draft)

    def forget(self, conversations: tuple[str, ...]) -> None:
        """Note the call."""
        self.forgotten += conversations

    def answer_now(self) -> None:
        """Count the call."""
        self.answers_now += 1

    def stop(self) -> None:
        """Count the call."""
        self.stops += 1

    def count_tokens(self, text: str) -> int | None:
        """Count words."""
        return len(text.split()) if self._loaded else None

    def unload(self) -> None:
        """Forget the model."""
        self._loaded = None

    def close(self) -> None:
        """End an answer that waits."""
        self.closed = True
        self.events.put(None)
