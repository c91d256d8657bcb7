"""The programs that decode in turn: each is started, answers one question, and says how fast its tokens came."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from models.bench.engine import ask, running_engine
from models.bench.memory import peak_mib
from models.bench.peers import Completion, LlamaBench, LlamaServer
from models.bench.questions import STORY
from models.bench.session import Setting
from models.sampling import SamplingSettings

_TRIES = 6
"""Seeds for an answer that is as long as it should be and does not go in circles."""

_WARMING = 8
"""Tokens that a program makes before it is measured."""


@dataclass(frozen=True)
class Speed:
    """How fast one answer was. `overhead_us` is the time of a token outside `llama_decode`, None where unknown."""

    tokens_per_second: float
    overhead_us: float | None = None


@dataclass(frozen=True)
class Running:
    """A program that has loaded the model.

    `speed` answers with exactly as many tokens as its settings allow; None where it ended early or went in circles.
    """

    speed: Callable[[SamplingSettings], Speed | None]
    pid: int | None = None
    warms_up: bool = True


@dataclass
class Contestant:
    """A program, and what it reached: a figure for each round, and the most memory it held, in MiB."""

    start: Callable[[], AbstractContextManager[Running]]
    taken: list[Speed | None] = field(default_factory=list)
    peak_mib: float | None = None

    @property
    def speeds(self) -> list[float | None]:
        """The tokens per second of each round."""
        return [speed.tokens_per_second if speed else None for speed in self.taken]

    def take(self, running: Running, tokens: int, turn: int) -> None:
        """Let it answer once."""
        if running.warms_up:
            running.speed(SamplingSettings(max_tokens=min(tokens, _WARMING), seed=1))
        first = 1 + turn * _TRIES
        answers = (running.speed(SamplingSettings(max_tokens=tokens, seed=first + more)) for more in range(_TRIES))
        self.taken.append(next((speed for speed in answers if speed), None))
        self.peak_mib = peak_mib(running.pid)


def our_engine(setting: Setting) -> Contestant:
    """Return Tempera's engine in its process, as the window uses it."""
    return Contestant(partial(_our_engine, setting))


def llama_bench(setting: Setting, program: Path) -> Contestant:
    """Return llama-bench, which decodes behind as many tokens as our prompt has."""
    return Contestant(partial(_llama_bench, setting, program))


def llama_server(setting: Setting, program: Path) -> Contestant:
    """Return llama-server, streaming over HTTP."""
    return Contestant(partial(_llama_server, setting, program))


def create_completion(setting: Setting) -> Contestant:
    """Return `create_completion` in a process of its own."""
    return Contestant(partial(_create_completion, setting))


@contextmanager
def _our_engine(setting: Setting) -> Iterator[Running]:
    with running_engine(setting.common) as engine:

        def speed(settings: SamplingSettings) -> Speed | None:
            asked = ask(engine, STORY, settings)
            rate, decode_ms = asked.done.stats.tokens_per_second, asked.done.decode_ms
            if not asked.complete or asked.tokens_per_second is None:
                return None
            return Speed(asked.tokens_per_second, 1e6 / rate - 1e3 * decode_ms if rate and decode_ms else None)

        yield Running(speed, engine.pid)


@contextmanager
def _llama_bench(setting: Setting, program: Path) -> Iterator[Running]:
    bench = LlamaBench(setting.common, program)
    yield Running(lambda settings: Speed(bench.decode(settings.max_tokens, depth=setting.depth)), warms_up=False)


@contextmanager
def _llama_server(setting: Setting, program: Path) -> Iterator[Running]:
    with LlamaServer.running(setting.common, program) as server:
        yield Running(lambda settings: _speed(server.tokens_per_second(STORY, settings)), server.pid)


@contextmanager
def _create_completion(setting: Setting) -> Iterator[Running]:
    with Completion.running(setting.common) as completion:
        yield Running(lambda settings: _speed(completion.tokens_per_second(STORY, settings)))


def _speed(tokens_per_second: float | None) -> Speed | None:
    return None if tokens_per_second is None else Speed(tokens_per_second)
