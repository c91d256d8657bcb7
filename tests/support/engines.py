"""A real engine for a test, and what its events come to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from models.engine import (
    AnswerEvent,
    Channel,
    ChatMessage,
    Done,
    EngineSettings,
    Loading,
    ProcessEngine,
    Role,
    Token,
)
from models.engine.protocol import Event
from models.errors import UserError
from models.sampling import SamplingSettings


@dataclass(frozen=True)
class Answered:
    """A whole answer."""

    answer: str
    thinking: str
    done: Done


@contextmanager
def loaded_engine(path: Path, settings: EngineSettings | None = None) -> Iterator[ProcessEngine]:
    """Give an engine that has loaded a model, and end it."""
    engine = ProcessEngine()
    try:
        # One thread: on a busy machine two wait for each other.
        for _ in engine.load(path, settings or EngineSettings(context=1024, threads=1)):
            pass
        yield engine
    finally:
        engine.close()


def interrupted_load(engine: ProcessEngine, path: Path, settings: EngineSettings, how: Callable[[], None]) -> UserError:
    """Load a model, do `how` in the middle, and return the error that the load ends with.

    On a busy machine all of it may be loaded before this process hears of the first part: then it is loaded again.
    """
    while True:
        try:
            for event in engine.load(path, settings):
                if isinstance(event, Loading):
                    how()
        except UserError as error:
            return error


@contextmanager
def noted_tokens(engine: ProcessEngine) -> Iterator[list[int]]:
    """Note whose each token is, by the number of the request, as the engine says it.

    Those who asked may read it much later on a busy machine.
    """
    running = engine._host.alive
    assert running is not None
    said: list[int] = []
    deliver = running._deliver

    def note(event: Event) -> None:
        if isinstance(event, Token):
            said.append(event.request)
        deliver(event)

    with patch.object(running, "_deliver", note):
        yield said


def question(text: str) -> tuple[ChatMessage, ...]:
    """Return a conversation of one question."""
    return (ChatMessage(Role.USER, text),)


def collect(events: Iterable[AnswerEvent]) -> Answered:
    """Read an answer to its end."""
    texts = {Channel.ANSWER: "", Channel.THINKING: ""}
    for event in events:
        if isinstance(event, Token):
            texts[event.channel] += event.text
        if isinstance(event, Done):
            return Answered(texts[Channel.ANSWER], texts[Channel.THINKING], event)
    raise AssertionError("the answer had no end")


def sampling(
    *,
    seed: int = 1,
    max_tokens: int = 24,
    max_thinking_tokens: int | None = None,
    schema: str | None = None,
    stop: tuple[str, ...] = (),
) -> SamplingSettings:
    """Return settings for a short, repeatable answer."""
    return SamplingSettings(
        seed=seed, max_tokens=max_tokens, max_thinking_tokens=max_thinking_tokens, schema=schema, stop=stop
    )
