"""What an answer that obeys a schema costs."""

from collections.abc import Generator
from dataclasses import replace

from models.bench.engine import ask
from models.bench.events import Part, Step
from models.bench.questions import ANIMALS, ANIMALS_SCHEMA
from models.bench.report import JsonFigures
from models.bench.rounds import middle, middle_ratio
from models.bench.session import Session
from models.record import StopReason
from models.sampling import SamplingSettings

_PLAIN = SamplingSettings(max_thinking_tokens=0)
_LONGEST = 192  # tokens
_TRIES = 3


def measure_json(session: Session) -> Generator[Step, None, JsonFigures]:
    """Compare answers with and without a schema, where the model can obey one; random weights cannot.

    Raises UserError where the engine fails.
    """
    obeying: list[float | None] = []
    free: list[float | None] = []
    rounds = session.work.rounds
    for turn in range(rounds):
        yield Step(Part.JSON, turn + 1, rounds)
        for attempt in range(_TRIES):
            seed = 1 + turn * _TRIES + attempt
            speed, tokens = _obeying(session, seed)
            if speed:
                obeying.append(speed)
                plain = replace(_PLAIN, seed=seed, max_tokens=tokens)
                free.append(ask(session.engine, ANIMALS, plain).done.stats.tokens_per_second or None)
                break
        else:
            break  # it will not do so in the next round either
    ratio = middle_ratio(obeying, free)
    return JsonFigures(middle(obeying), middle(free), None if ratio is None else 1 - ratio)


def _obeying(session: Session, seed: int) -> tuple[float | None, int]:
    """Return the speed of an answer with a schema, None where it does not obey it, and its tokens."""
    longest = min(_LONGEST, session.setting.common.context // 2)
    asked = ask(session.engine, ANIMALS, replace(_PLAIN, seed=seed, max_tokens=longest, schema=ANIMALS_SCHEMA))
    stats = asked.done.stats
    obeys = asked.done.fault is None and stats.stop_reason is StopReason.END
    return stats.tokens_per_second if obeys else None, stats.answer_tokens
