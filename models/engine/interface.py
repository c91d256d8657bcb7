"""The seam between the engine and those who ask it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from models.engine.prefilling import Prefilling
from models.engine.protocol import AnswerEvent, ChatMessage, Continuation, Draft, Loaded, LoadEvent
from models.engine.settings import EngineSettings
from models.record import Evaluation, ModeSource
from models.runtime import MemoryPlan
from models.sampling import SamplingSettings


class Engine(Protocol):
    """What answers questions. `load` and `generate` block: call them from a thread; the rest from any thread."""

    @property
    def loaded(self) -> Loaded | None:
        """What is loaded now, None while nothing is."""

    def load(self, path: Path, settings: EngineSettings, *, plan: MemoryPlan | None = None) -> Iterator[LoadEvent]:
        """Load a model as `plan` says, else as fits best; the last event is `Loaded`.

        Raises UserError where it fails or was stopped, OutOfMemoryError where the memory ran out: it carries the plan
        to try next.
        """

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
        """Answer the last message; the last event is `Done`. Raises UserError where it fails.

        Raises OutOfMemoryError where the memory ran out. The next question is then answered with the plan that it
        carries. Where the user lets the engine go on by itself, it does so at once: the answer is begun again, behind
        a `TakenBack` of what was told of it.

        What is computed is kept on disk under the id of the `conversation`, where it has one. With `replay` the answer
        is made again as it was made then. With a `continuation` the answer goes on behind what it holds, and the
        events tell of the new text alone. Where the process died since the model was loaded, it is started and the
        model loaded again first, with the events of `load`.
        """

    def generate_many(
        self,
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
    ) -> Iterator[AnswerEvent]:
        """Answer the last message once with each of `settings`, all computed together; a `Done` comes for each.

        The events say by `answer` which of them they belong to. What is kept under the id of the `conversation` is the
        prompt. Raises as `generate`.
        """

    def prefill(self, draft: Draft) -> Prefilling | None:
        """Let the engine compute, when it has nothing else to do, what is sure of the prompt with a draft.

        Does not block. None while no model is loaded.
        """

    def forget(self, conversations: tuple[str, ...]) -> None:
        """Remove what is kept on disk of conversations, once a model is loaded. Does not block."""

    def answer_now(self) -> None:
        """End the thinking of the answer that runs, if it thinks: it goes on with the answer itself."""

    def stop(self) -> None:
        """Stop whatever runs or waits: a load fails with `engine.load_stopped`, an answer ends with STOPPED."""

    def count_tokens(self, text: str) -> int | None:
        """Count the tokens of `text`; None while no model is loaded."""

    def unload(self) -> None:
        """Free the model."""

    def close(self) -> None:
        """End the process; nothing can be loaded any more. Idempotent."""
