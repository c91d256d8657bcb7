"""What is to be measured, and how much work that is on a machine of some speed."""

from dataclasses import dataclass
from pathlib import Path

CONTEXT = 4096
"""Tokens in the context of every program; fewer where the model has fewer."""

_ANSWER_SECONDS = 2.5
_SHORTEST_ANSWER, _LONGEST_ANSWER = 48, 256
_SLOW = 100.0
"""Tokens per second below which computing a thousand tokens takes seconds."""

_FEW_ROUNDS = 2


@dataclass(frozen=True)
class BenchPlan:
    """What to measure.

    `peers` is a folder with llama-bench and llama-server; `rounds` is how often each figure is taken. None for
    `threads` and `answer_tokens` leaves them to the machine. `window` is the command that measures what the window
    costs, without its arguments; empty where there is no window.
    """

    model: Path
    peers: Path | None = None
    rounds: int = 5
    threads: int | None = None
    answer_tokens: int | None = None
    window: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workload:
    """How much every program has to do.

    `long_rounds` counts the rounds of what computes a whole draft, `stops` the answers that are stopped.
    """

    answer_tokens: int
    prompt_tokens: int
    draft_tokens: int
    rounds: int
    long_rounds: int
    stops: int


def workload(plan: BenchPlan, *, speed: float, context: int) -> Workload:
    """Return the work that takes minutes where decoding makes `speed` tokens per second."""
    wanted = int(min(max(_SHORTEST_ANSWER, speed * _ANSWER_SECONDS), _LONGEST_ANSWER))
    return Workload(
        answer_tokens=min(plan.answer_tokens or wanted, context // 4),
        prompt_tokens=min(512, context // 2),
        draft_tokens=min(1000, context // 2),
        rounds=plan.rounds,
        long_rounds=plan.rounds if speed > _SLOW else min(plan.rounds, _FEW_ROUNDS),
        stops=20,
    )
