"""How long a stop takes in the middle of a prompt."""

import secrets
import threading
import time
from collections.abc import Generator

from models.bench.engine import ask
from models.bench.events import Part, Step
from models.bench.report import StopFigures
from models.bench.rounds import middle, scaled
from models.bench.session import Session
from models.record import StopReason
from models.sampling import SamplingSettings

_ANSWER = SamplingSettings(max_tokens=1, seed=1)
_LATEST = 2.0
"""Seconds: a slow machine takes minutes for twenty whole prompts, and is not stopped otherwise later in them."""

_WITHIN = 0.8
"""Part of the prompt's time in which it is stopped: all but its end, which it may reach before."""

_TRIES = 3


def measure_stop(session: Session) -> Generator[Step, None, StopFigures]:
    """Stop answers at random moments of their prompt. Raises UserError where the engine fails."""
    whole = ask(session.engine, session.prompts.next(session.work.draft_tokens), _ANSWER)
    latest = min(_WITHIN * whole.seconds, _LATEST)
    stops = session.work.stops
    taken: list[float] = []
    for number in range(stops):
        yield Step(Part.STOP, number + 1, stops)
        tries = (_stop(session, secrets.SystemRandom().uniform(0, latest)) for _ in range(_TRIES))
        taken += [seconds for seconds in [next((one for one in tries if one is not None), None)] if seconds]
    return StopFigures(scaled(max(taken, default=None), 1000), scaled(middle(taken), 1000))


def _stop(session: Session, after: float) -> float | None:
    """Return the seconds from the wish to the end; None where the prompt was over before."""
    wished = 0.0

    def stop() -> None:
        nonlocal wished
        wished = time.perf_counter()
        session.engine.stop()

    timer = threading.Timer(after, stop)
    timer.start()
    try:
        asked = ask(session.engine, session.prompts.next(session.work.draft_tokens), _ANSWER)
        ended = time.perf_counter()
    finally:
        timer.cancel()
        timer.join()
    stats = asked.done.stats
    return ended - wished if stats.stop_reason is StopReason.STOPPED and not stats.answer_tokens else None
