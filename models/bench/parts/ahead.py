"""The first text after a long draft that was computed while it was typed."""

from collections.abc import Generator

from models.bench.engine import Asked, ask
from models.bench.events import Part, Step
from models.bench.report import AheadFigures
from models.bench.rounds import middle, scaled
from models.bench.session import Session
from models.engine import Draft
from models.sampling import SamplingSettings

_ANSWER = SamplingSettings(max_tokens=32, seed=1)
_PATIENCE = 600.0  # seconds


def measure_ahead(session: Session) -> Generator[Step, None, AheadFigures]:
    """Send drafts that were computed to their end, and such that were still being typed. Raises UserError."""
    rounds = session.work.long_rounds
    rested: list[Asked] = []
    typed: list[Asked] = []
    for turn in range(rounds):
        yield Step(Part.AHEAD, 2 * turn + 1, 2 * rounds)
        rested += _ask(session, complete=True)
        yield Step(Part.AHEAD, 2 * turn + 2, 2 * rounds)
        typed += _ask(session, complete=False)
    rested_ms, typed_ms = (middle([scaled(one.first_seconds, 1000) for one in asked]) for asked in (rested, typed))
    rested_steps, typed_steps = (middle([_steps(one) for one in asked]) for asked in (rested, typed))
    return AheadFigures(rested_ms, rested_steps, typed_ms, typed_steps)


def _ask(session: Session, *, complete: bool) -> list[Asked]:
    """Return the answer to a draft, none where it was not computed ahead."""
    text = session.prompts.next(session.work.draft_tokens)
    # Who does not rest sends while the last word is new to the engine.
    known = text if complete else text.rpartition(" ")[0]
    draft = Draft((), known, complete=complete, answer_tokens=_ANSWER.max_tokens)
    working = session.engine.prefill(draft)
    prefilled = working.wait(_PATIENCE) if working else None
    if prefilled is None or prefilled.tokens < prefilled.total:
        return []
    return [ask(session.engine, text, _ANSWER)]


def _steps(asked: Asked) -> float | None:
    return scaled(asked.first_seconds, asked.done.stats.tokens_per_second)
