"""How much faster a sweep of the lab is with its answers made together than one after another.

Run by `python -m bench.lab_batches MODEL.gguf [...] [--tokens N] [--rounds N]`: 3 temperatures x 4 tasks x 3 repeats.
"""

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from models.engine import (
    AnswerEvent,
    ChatMessage,
    Done,
    Engine,
    EngineSettings,
    ProcessEngine,
    Progress,
    TakenBack,
    Token,
)
from models.errors import Text
from models.lab import (
    Agreement,
    Finding,
    SweepRunner,
    SweepStore,
    SweepWishes,
    Task,
    TrialDone,
    new_plan,
)
from models.record import ModeSource
from models.sampling import SamplingSettings

PROMPTS = (
    "Two pipes fill a pool in 6 and 4 hours. How long do both together take?",
    "Write a function that says whether a whole number is a palindrome.",
    "Explain in a few sentences why it rains.",
    "用三句话介绍杭州。",
)
TEMPERATURES = (0.3, 0.6, 0.9)
CONTEXT = 2048


@dataclass(frozen=True)
class Speed:
    """What a sweep took, loading left out."""

    seconds: float
    tokens: int

    @property
    def tokens_per_second(self) -> float:
        """The tokens of all answers in the time of all."""
        return self.tokens / self.seconds


class OneByOne:
    """An engine that makes the answers to a question one after another, as a program without batches would."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> object:
        """Do everything else as the engine does it."""
        return getattr(self._engine, name)

    def generate_many(
        self,
        messages: tuple[ChatMessage, ...],
        settings: tuple[SamplingSettings, ...],
        *,
        mode: str = "balanced",
        mode_source: ModeSource = ModeSource.USER,
        conversation: str = "",
    ) -> Iterator[AnswerEvent]:
        """Answer once with each of `settings`."""
        for number, one in enumerate(settings):
            for event in self._engine.generate(
                messages, one, mode=mode, mode_source=mode_source, conversation=conversation
            ):
                yield replace(event, answer=number) if isinstance(event, Token | TakenBack | Progress | Done) else event


def main() -> None:
    """Print the figures of each model."""
    parser = argparse.ArgumentParser()
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.gguf")
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for model in options.models:
        pairs = [measured(model, options.tokens) for _ in range(options.rounds)]
        what = f"{len(TEMPERATURES)} temperatures x {len(PROMPTS)} tasks x 3 repeats"
        print(f"{model.name}: {what}, {options.tokens} tokens")
        for name, speeds in (("together", [pair[0] for pair in pairs]), ("one by one", [pair[1] for pair in pairs])):
            seconds = statistics.median(one.seconds for one in speeds)
            rate = statistics.median(one.tokens_per_second for one in speeds)
            print(f"  {name}: {seconds:.1f} s, {rate:.0f} tokens/s")
        factor = statistics.median(one.tokens_per_second / other.tokens_per_second for one, other in pairs)
        print(f"  factor: {factor:.2f}")


def measured(model: Path, tokens: int) -> tuple[Speed, Speed]:
    """Return the speed of a sweep with its answers made together, and one by one."""
    engine = ProcessEngine()
    try:
        for _ in engine.load(model, EngineSettings(context=CONTEXT)):
            pass
        together = swept(engine, model, tokens)
        return together, swept(OneByOne(engine), model, tokens)  # type: ignore[arg-type]  # the rest is the engine's
    finally:
        engine.close()


def swept(engine: Engine, model: Path, tokens: int) -> Speed:
    """Run the sweep."""
    tasks = tuple(Task(id=f"task-{number}", prompt=prompt, check=Agreement()) for number, prompt in enumerate(PROMPTS))
    plan = new_plan(SweepWishes((model,), tasks, TEMPERATURES, repeats=3, max_tokens=tokens, seed=1))
    with tempfile.TemporaryDirectory() as folder:
        store = SweepStore(Path(folder))
        store.add(plan)
        events = SweepRunner(engine, store, unchecked).run(plan.id)
        trials = [event.trial for event in events if isinstance(event, TrialDone)]
    return Speed(sum(one.seconds for one in trials), sum(one.record.stats.answer_tokens for one in trials))


def unchecked(_task: Task, _answer: str) -> Finding:
    """Judge nothing."""
    return Finding(None, None, Text("lab.finding.unjudged"))


if __name__ == "__main__":
    main()
