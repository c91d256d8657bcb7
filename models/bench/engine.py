"""Tempera's engine as the benchmark asks it: one answer, and when its parts arrived."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.bench.common import Common
from models.bench.pace import Pace
from models.bench.questions import text_of
from models.engine import AnswerEvent, ChatMessage, Done, EngineSettings, ProcessEngine, Role, Token
from models.errors import user_error
from models.record import Statistics, StopReason
from models.sampling import SamplingSettings


@dataclass(frozen=True)
class Asked:
    """One answer, timed by the caller.

    `first_seconds` is None where the first text was that of several tokens: a character that came in parts.
    `tokens_per_second` counts the tokens behind the first text.
    """

    done: Done
    first_seconds: float | None
    tokens_per_second: float | None
    seconds: float

    @property
    def computed(self) -> int:
        """Tokens of the prompt that were not there before."""
        return self.done.stats.prompt_tokens - self.done.stats.reused_tokens

    @property
    def complete(self) -> bool:
        """Whether the answer is as long as it was allowed to be, and nothing of it was taken back."""
        return fair_speed(self.done.stats) is not None


def fair_speed(stats: Statistics) -> float | None:
    """Return the tokens per second of an answer, None where it ended early or went in circles: it is another work."""
    if stats.stop_reason is not StopReason.LENGTH or stats.loops:
        return None
    return stats.tokens_per_second or None


@contextmanager
def running_engine(common: Common, *, states: Path | None = None) -> Iterator[ProcessEngine]:
    """Give an engine that has loaded the model; it ends with this context. Raises UserError where that fails."""
    engine = ProcessEngine(states=states, libraries=common.libraries, timed=True)
    try:
        with common.cancel.ends(engine.close):
            for _event in engine.load(common.model, EngineSettings(threads=common.threads, context=common.context)):
                pass
            yield engine
    finally:
        engine.close()


def ask(engine: ProcessEngine, text: str, settings: SamplingSettings, *, conversation: str = "") -> Asked:
    """Ask one question and time the answer. Raises UserError where it fails."""
    return timed(engine.generate((ChatMessage(Role.USER, text),), settings, conversation=conversation))


def timed(events: Iterator[AnswerEvent]) -> Asked:
    """Read one answer to its end."""
    pace, first, behind, done = Pace(), 0, 0, None
    for event in events:
        if isinstance(event, Token):
            pace.note()
            first, behind = (first, behind + event.count) if first else (event.count, 0)
        if isinstance(event, Done):
            done = event
    if done is None:
        raise user_error("engine.bug", "the answer had no end")
    return Asked(
        done,
        pace.seconds_to_first if first == 1 else None,
        pace.tokens_per_second(behind),
        time.perf_counter() - pace.began,
    )


class Prompts:
    """Questions of a wanted length in tokens, each different from its first word on."""

    def __init__(self, engine: ProcessEngine) -> None:
        sample = 400
        counted = engine.count_tokens(text_of(sample, 1))
        self._per_word = (counted or sample) / sample
        self._topic = 1000

    def next(self, tokens: int) -> str:
        """Return a question of at most `tokens` tokens, the template's included, and nearly as many."""
        self._topic += 37
        return text_of(int((tokens - 24) / self._per_word), self._topic)
