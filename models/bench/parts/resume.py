"""Coming back to a conversation after the engine was started anew."""

import tempfile
from collections.abc import Generator
from pathlib import Path

from models.bench.engine import Asked, ask, running_engine
from models.bench.events import Part, Step
from models.bench.report import ResumeFigures
from models.bench.rounds import middle, middle_ratio, scaled
from models.bench.session import Session
from models.sampling import SamplingSettings

_ANSWER = SamplingSettings(max_tokens=8, seed=1)


def measure_resume(session: Session) -> Generator[Step, None, ResumeFigures]:
    """Ask in a new engine, end it, and ask the same in the next one. Raises UserError where one fails."""
    computed: list[float | None] = []
    restored: list[float | None] = []
    rounds = session.work.long_rounds
    for turn in range(rounds):
        with tempfile.TemporaryDirectory(prefix="tempera-bench-") as folder:
            text = session.prompts.next(session.work.draft_tokens)
            for back, seconds in ((False, computed), (True, restored)):
                yield Step(Part.RESUME, 2 * turn + 1 + back, 2 * rounds)
                asked = _ask(session, text, Path(folder))
                was_kept = asked.done.stats.reused_tokens > 0
                seconds.append(asked.first_seconds if was_kept == back else None)
    return ResumeFigures(
        scaled(middle(computed), 1000), scaled(middle(restored), 1000), middle_ratio(restored, computed)
    )


def _ask(session: Session, text: str, states: Path) -> Asked:
    with running_engine(session.setting.common, states=states) as engine:
        return ask(engine, text, _ANSWER, conversation="bench")
