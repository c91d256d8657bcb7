"""Four answers to one prompt: computed together, and one after another."""

import time
from collections.abc import Generator, Iterable, Iterator, Sequence

from models.bench.events import Part, Step
from models.bench.questions import STORY
from models.bench.report import ManyFigures
from models.bench.rounds import middle, middle_ratio
from models.bench.session import Session
from models.engine import AnswerEvent, ChatMessage, Done, Role
from models.record import StopReason
from models.sampling import SamplingSettings

_ANSWERS = 4
_TRIES = 4
_QUESTION = (ChatMessage(Role.USER, STORY),)


def measure_many(session: Session) -> Generator[Step, None, ManyFigures]:
    """Compare the tokens per second of both ways. Raises UserError where the engine fails."""
    rounds = session.work.rounds
    together: list[float | None] = []
    apart: list[float | None] = []
    for turn in range(rounds):
        yield Step(Part.MANY, turn + 1, rounds)
        pairs = (_pair(session, _ANSWERS * (turn * _TRIES + attempt)) for attempt in range(_TRIES))
        both, one_by_one = next((pair for pair in pairs if None not in pair), (None, None))
        together.append(both)
        apart.append(one_by_one)
    return ManyFigures(middle(together), middle(apart), middle_ratio(together, apart))


def _pair(session: Session, seed: int) -> tuple[float | None, float | None]:
    settings = _settings(session, seed)
    together = _speed(session.engine.generate_many(_QUESTION, settings))
    return together, _speed(_one_by_one(session, settings))


def _settings(session: Session, first_seed: int) -> tuple[SamplingSettings, ...]:
    tokens = max(8, session.work.answer_tokens // 2)
    return tuple(SamplingSettings(max_tokens=tokens, seed=first_seed + more) for more in range(_ANSWERS))


def _one_by_one(session: Session, settings: Sequence[SamplingSettings]) -> Iterator[AnswerEvent]:
    for one in settings:
        yield from session.engine.generate(_QUESTION, one)


def _speed(events: Iterable[AnswerEvent]) -> float | None:
    """Return the tokens per second of all answers; None where they did not do the same work."""
    began = time.perf_counter()
    stats = [event.stats for event in events if isinstance(event, Done)]
    spent = time.perf_counter() - began
    if any(one.stop_reason is not StopReason.LENGTH or one.loops for one in stats):
        return None
    return sum(one.answer_tokens for one in stats) / spent
