"""Measures what working ahead saves: the first token after a typed draft, and coming back to a conversation.

    python -m bench.ahead --model MODEL.gguf

Times are given in single decode steps of the same model in the same run, or as a part of computing everything again.
"""

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from models.engine import ChatMessage, Done, Draft, EngineSettings, ProcessEngine, Role, Token
from models.sampling import SamplingSettings

_GREEDY = SamplingSettings(temperature=0, max_tokens=48, seed=1)
_SENTENCE = "The sea has another colour in the morning than in the evening, and number {} says why. "
_PATIENCE = 600.0


@dataclass(frozen=True)
class Asked:
    """One answer as the caller saw it: seconds until its first text, and between its tokens; reused tokens."""

    first: float
    step: float
    reused: int
    prompt: int


def ask(engine: ProcessEngine, text: str, conversation: str) -> Asked:
    """Ask one question and time it."""
    began, first, stats = time.perf_counter(), 0.0, None
    for event in engine.generate((ChatMessage(Role.USER, text),), _GREEDY, conversation=conversation):
        if isinstance(event, Token) and not first:
            first = time.perf_counter() - began
        if isinstance(event, Done):
            stats = event.stats
    if stats is None or not stats.tokens_per_second:
        raise RuntimeError("the model answered too little to be timed")
    return Asked(first, 1 / stats.tokens_per_second, stats.reused_tokens, stats.prompt_tokens)


def draft_of(sentences: int, topic: int) -> str:
    """Return a long question, another one for each topic."""
    return f"Topic {topic}. " + "".join(_SENTENCE.format(index + topic) for index in range(sentences))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.ahead", description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, help="the GGUF file")
    parser.add_argument(
        "--sentences", type=int, default=50, help="length of the draft, some 20 tokens each (%(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="(%(default)s)")
    chosen = parser.parse_args()
    rested: list[float] = []
    typed: list[float] = []
    restored: list[float] = []
    computed: list[float] = []
    steps: list[float] = []
    prompt = 0
    with tempfile.TemporaryDirectory() as folder:
        engine = ProcessEngine(states=Path(folder))
        for _event in engine.load(chosen.model, EngineSettings(context=4096)):
            pass
        for turn in range(chosen.rounds):
            plain = ask(engine, draft_of(chosen.sentences, 10 * turn), f"plain {turn}")
            prompt = plain.prompt
            computed.append(plain.first)
            steps.append(plain.step)
            for complete, times in ((True, rested), (False, typed)):
                draft = draft_of(chosen.sentences, 10 * turn + 1 + complete)
                known = draft if complete else draft.rstrip().rpartition(" ")[0]  # the last word is just being typed
                working = engine.prefill(Draft((), known, complete=complete, answer_tokens=48, conversation=draft[:9]))
                if working is None or working.wait(_PATIENCE) is None:
                    raise RuntimeError("nothing was computed ahead")
                times.append(ask(engine, draft, draft[:9]).first)
            again = ask(engine, draft_of(chosen.sentences, 10 * turn), f"plain {turn}")
            restored.append(again.first)
        engine.close()
    step = statistics.median(steps)
    sys.stdout.write(
        f"prompt of {prompt} tokens, {1 / step:.1f} tokens/s\n"
        f"first text, nothing computed before   {statistics.median(computed) * 1000:9.1f} ms\n"
        f"first text, draft typed and rested    {statistics.median(rested) * 1000:9.1f} ms"
        f" = {statistics.median(rested) / step:.2f} decode steps\n"
        f"first text, draft typed, not rested   {statistics.median(typed) * 1000:9.1f} ms"
        f" = {statistics.median(typed) / step:.2f} decode steps\n"
        f"first text, back in a conversation    {statistics.median(restored) * 1000:9.1f} ms"
        f" = {statistics.median(restored) / statistics.median(computed):.3f} of computing\n"
    )


if __name__ == "__main__":
    main()
