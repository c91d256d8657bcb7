"""Computing a prompt that nothing is known of."""

from collections.abc import Generator

from models.bench.engine import ask
from models.bench.events import Part, Step
from models.bench.peers import LlamaBench
from models.bench.report import PromptFigures
from models.bench.rounds import middle, middle_ratio
from models.bench.session import Session
from models.sampling import SamplingSettings


def measure_prompt(session: Session) -> Generator[Step, None, PromptFigures]:
    """Compare with llama-bench, by prompts of the same number of tokens. Raises UserError where one fails."""
    setting, program = session.setting, session.setting.peers.bench
    bench = LlamaBench(setting.common, program) if program else None
    ours: list[float | None] = []
    theirs: list[float | None] = []
    rounds = session.work.long_rounds
    _ask(session)  # warms up
    for turn in range(rounds):
        yield Step(Part.PROMPT, turn + 1, rounds)
        computed, speed = _ask(session)
        ours.append(speed)
        theirs.append(bench.prompt(computed) if bench else None)
    return PromptFigures(middle(ours), middle(theirs), middle_ratio(ours, theirs))


def _ask(session: Session) -> tuple[int, float | None]:
    """Return how many tokens were computed, and how many in a second."""
    text = session.prompts.next(session.work.prompt_tokens)
    asked = ask(session.engine, text, SamplingSettings(max_tokens=1, seed=1))
    return asked.computed, asked.computed / asked.first_seconds if asked.first_seconds else None
