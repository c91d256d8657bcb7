"""Sweeps for tests: short plans, and records of answers that nobody made."""

from pathlib import Path

from models.errors import Text
from models.lab import (
    Agreement,
    Arm,
    Exact,
    Finding,
    Number,
    Pattern,
    Place,
    PlannedModel,
    SweepPlan,
    Task,
    Trial,
)
from models.record import (
    AnswerRecord,
    EngineIdentity,
    ModelIdentity,
    ModeSource,
    Statistics,
    StopReason,
    UsedSettings,
)
from models.sampling import SamplingSettings

TASKS = (
    Task(id="sum", prompt="What is 2 + 3? Answer with the number.", check=Number(value=5), mode="math"),
    Task(id="colour", prompt="Name a colour.", check=Pattern(expression="[Rr]ed|[Bb]lue|[Gg]reen")),
    Task(id="echo", prompt='Say "yes".', check=Exact(answers=("yes",)), mode="chat"),
    Task(id="free", prompt="What is rain?", check=Agreement(least=5, most=4000), mode="teaching"),
)
"""Four tasks of four modes, each with another check."""

TEMPERATURES = (0.3, 0.6, 0.9)
FINGERPRINT = "f" * 32


def check(task: Task, answer: str) -> Finding:
    """Check an answer in a way that tests foresee: those to the free question cannot be judged."""
    wanted = {"sum": "5", "colour": "red", "echo": "yes"}.get(task.id)
    return found(passed=None if wanted is None else wanted in answer)


def found(*, passed: bool | None) -> Finding:
    """Return a finding."""
    return Finding(passed, None if passed is None else float(passed), Text("lab.finding.empty"))


def plan(
    *,
    arms: int = 1,
    tasks: tuple[Task, ...] = TASKS,
    temperatures: tuple[float, ...] = TEMPERATURES,
    repeats: int = 3,
    sweep: str = "20260102-030405-abcdef",
) -> SweepPlan:
    """Return a plan for models that are not there."""
    models = tuple(
        PlannedModel(Path(f"/models/m{number}.gguf"), f"m{number}", f"M{number}", "generic", "Q4_0", FINGERPRINT)
        for number in range(arms)
    )
    return SweepPlan(
        id=sweep,
        name="A sweep",
        created_ms=1_000,
        arms=tuple(map(Arm, models)),
        tasks=tasks,
        temperatures=temperatures,
        repeats=repeats,
        seed=7,
        max_tokens=16,
    )


def trial(
    place: Place, *, answer: str = "An answer.", finding: Finding | None = None, tokens: int = 4, seconds: float = 1.0
) -> Trial:
    """Return an answer."""
    return Trial(place, answer, None, record(tokens=tokens), seconds, finding)


def record(*, tokens: int = 4, path: str = "/models/m0.gguf", stop: StopReason = StopReason.END) -> AnswerRecord:
    """Return the record of an answer."""
    return AnswerRecord(
        mode="balanced",
        mode_source=ModeSource.USER,
        model=ModelIdentity("m0", "M0", "generic", path, FINGERPRINT, None, "Q4_0"),
        settings=UsedSettings.of(SamplingSettings(), seed=3),
        engine=EngineIdentity("0.3.36", "cpu", "CPU", 0, 8192, 2),
        stats=Statistics(5, 0, tokens, 0, 1.0, 1.0, stop),
    )
