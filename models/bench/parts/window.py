"""What the window costs while it draws an answer; the window itself measures it, in a process of its own."""

import tempfile
from collections.abc import Generator
from dataclasses import dataclass

import msgspec

from models.bench.children import child
from models.bench.events import Part, Step
from models.bench.report import WindowFigures
from models.bench.rounds import middle, middle_ratio
from models.bench.session import Setting


@dataclass(frozen=True)
class WindowTask:
    """What the window's process is told by its last argument, as JSON."""

    model: str
    threads: int
    context: int
    rounds: int
    answer_tokens: int


@dataclass(frozen=True)
class WindowSpeeds:
    """What it answers on its standard output: tokens per second of each round, without and with the window."""

    alone: tuple[float | None, ...]
    drawn: tuple[float | None, ...]


def measure_window(setting: Setting) -> Generator[Step, None, WindowFigures]:
    """Let the window stream answers; no figures where it cannot be opened, as without a display."""
    if not setting.plan.window:
        return WindowFigures()
    yield Step(Part.WINDOW, 1, 1)
    common, work = setting.common, setting.work
    task = WindowTask(str(common.model), common.threads, common.context, work.rounds, work.answer_tokens)
    command = [*setting.plan.window, msgspec.json.encode(task).decode()]
    with tempfile.TemporaryFile() as said:
        try:
            with child(command, common.cancel, libraries=common.libraries, pipes=True, errors=said) as process:
                output, _ = process.communicate()
            speeds = msgspec.json.decode(output, type=WindowSpeeds)
        except (OSError, ValueError):
            return WindowFigures()
    return WindowFigures(middle(speeds.drawn), middle(speeds.alone), middle_ratio(speeds.drawn, speeds.alone))
