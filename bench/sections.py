"""What it costs to let the temperature follow the text, on a model whose own work is small.

First the sampler alone on the same logits, in processor time: one chain for all tokens, against one that goes over to
another chain with every token. Then through the engine: tokens a second with sections off and on, in turns.
One thread computes: on a busy machine two wait for each other.
Run it as `python -m bench.sections MODEL.gguf`.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from models.engine import ChatMessage, Done, EngineSettings, ProcessEngine, Role
from models.engine.protocol import Channel
from models.engine.worker.channels import ChannelReader, Piece
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.model import LoadedModel
from models.engine.worker.native import NativeLog
from models.engine.worker.sections import AnswerSampler, SectionTracker
from models.sampling import SamplingSettings, SectionTemperatures

_SECTIONS = SectionTemperatures(thinking=0.6, prose=0.6, code=0.5, json=0.4, math=0.55)
_OFF = SamplingSettings(temperature=0.6, max_thinking_tokens=0)
_ON = replace(_OFF, follow_text=True, sections=_SECTIONS)
_ASK = (ChatMessage(Role.USER, "Show a function in Python, then explain it."),)
_SWITCHING = (Piece(Channel.ANSWER, "```\n"),)
"""Opens a code block and closes it in turns."""


def main() -> None:
    """Measure, and print a line for each of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--tokens", type=int, default=512)
    options = parser.parse_args()
    one, follows, switches = _sampler_alone(options.model, options.rounds, options.tokens)
    sys.stdout.write(
        f"sampler: {one:.1f} us a token with one chain, {follows:.1f} following one section, "
        f"{switches:.1f} going over with every token\n"
    )
    off, on = _through_engine(options.model, options.rounds, options.tokens)
    sys.stdout.write(f"engine: {off:.0f} tokens/s off, {on:.0f} on, {on / off:.3f} x\n")


def _through_engine(model: Path, rounds: int, tokens: int) -> tuple[float, float]:
    """Return the tokens a second of the best round without sections and with them."""
    engine = ProcessEngine()
    speeds: dict[bool, list[float]] = {False: [], True: []}
    try:
        for _ in engine.load(model, EngineSettings(context=2048, threads=1)):
            pass
        for number in range(rounds):
            for follows in (False, True) if number % 2 else (True, False):
                settings = replace(_ON if follows else _OFF, max_tokens=tokens, seed=number)
                *_, last = engine.generate(_ASK, settings)
                if isinstance(last, Done):
                    speeds[follows].append(last.stats.tokens_per_second)
    finally:
        engine.close()
    return max(speeds[False]), max(speeds[True])  # what else runs on the machine only makes them slower


def _sampler_alone(path: Path, rounds: int, tokens: int) -> tuple[float, float, float]:
    """Return the median microseconds of a token: one chain; sections, but always the same; another with every token."""
    log = NativeLog()  # llama.cpp keeps calling it
    model = LoadedModel(
        path,
        EngineSettings(context=512),
        log=log,
        device="",
        runtime="cpu",
        version="",
        progress=lambda _fraction: True,
        stopped=lambda: False,
    )
    try:
        model.state.compute(list(range(100, 120)), progress=lambda _done: None, stopped=lambda: False)
        model.state.take_logits()
        emitter = TokenEmitter(0, ChannelReader(None, opened=False), lambda _event: None)
        prose = (Piece(Channel.ANSWER, " word"),)

        def timed(settings: SamplingSettings, pieces: tuple[Piece, ...]) -> float:
            tracker = SectionTracker(is_json=False) if settings.sections else None
            with AnswerSampler(settings, model.logits, seed=1, tracker=tracker) as sampler:
                return _microseconds(lambda: sampler.next_token(emitter), lambda: sampler.feed(pieces), tokens)

        ways = ((_OFF, prose), (_ON, prose), (_ON, _SWITCHING))
        found = [[timed(*way) for way in ways] for _ in range(rounds)]
    finally:
        model.close()
    one, follows, switches = (statistics.median(times) for times in zip(*found, strict=True))
    return one, follows, switches


def _microseconds(choose: Callable[[], int], feed: Callable[[], None], tokens: int) -> float:
    began = time.thread_time()
    for _ in range(tokens):
        choose()
        feed()
    return 1e6 * (time.thread_time() - began) / tokens


if __name__ == "__main__":
    main()
