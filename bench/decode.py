"""Measures how fast several programs decode with the same native code, interleaved: A B C A B C ..., medians.

    python -m bench.decode --model MODEL.gguf --server FOLDER/llama-server

They are Tempera's engine process, llama-server streaming over HTTP, `llama_cpp.Llama.create_completion`, and
llama-bench, which only computes. On a tiny model with a large vocabulary most of the time is what each program itself
costs for a token.
"""

import argparse
import os
import statistics
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from bench.programs import Program, RunSettings, start_programs
from models.sampling import SamplingSettings

NEUTRAL = SamplingSettings(temperature=1.0, top_p=1.0, top_k=0, min_p=0.0)
"""Nothing but the choice by probability over the whole vocabulary."""

VARIANTS = {"neutral": NEUTRAL, "defaults": SamplingSettings()}


@dataclass(frozen=True)
class Series:
    """What one program reached with one kind of sampling, in tokens per second, a figure for each round."""

    program: str
    variant: str
    figures: list[float]

    @property
    def median(self) -> float:
        """The middle figure."""
        return statistics.median(self.figures)


def measure(programs: list[Program], *, tokens: int, rounds: int) -> list[Series]:
    """Let every program answer with every kind of sampling in turn, `rounds` times; the first round only warms up."""
    table = {(program.name, variant): Series(program.name, variant, []) for variant in VARIANTS for program in programs}
    for turn in range(rounds + 1):
        for variant, sampling in VARIANTS.items():
            for program in programs:
                speed = program.tokens_per_second(replace(sampling, max_tokens=tokens, seed=turn + 1))
                if turn:
                    table[program.name, variant].figures.append(speed)
    return list(table.values())


def report(series: list[Series]) -> str:
    """Return a table of the medians, the range, and how many times faster the engine is."""
    ours = {one.variant: one.median for one in series if one.program == "engine"}
    lines = [f"{'sampling':10}{'program':20}{'median':>8}{'lowest':>9}{'highest':>9}   engine is"]
    lines += [
        f"{one.variant:10}{one.program:20}{one.median:8.0f}{min(one.figures):9.0f}{max(one.figures):9.0f}"
        f"   {ours[one.variant] / one.median:.2f} x"
        for one in series
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure what the command line asks for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.decode", description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, help="the GGUF file to decode with")
    parser.add_argument("--server", type=Path, required=True, help="llama-server; all use the libraries beside it")
    parser.add_argument("--tokens", type=int, default=256, help="tokens in each answer (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="answers of each program (%(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="threads of each program (%(default)s)")
    parser.add_argument("--context", type=int, default=2048, help="tokens in each context (%(default)s)")
    chosen = parser.parse_args()
    os.environ["LLAMA_CPP_LIB_PATH"] = str(chosen.server.resolve().parent)
    settings = RunSettings(chosen.model, threads=chosen.threads, context=chosen.context)
    with ExitStack() as running:
        programs = start_programs(running, settings, server=chosen.server)
        sys.stdout.write(report(measure(programs, tokens=chosen.tokens, rounds=chosen.rounds)) + "\n")


if __name__ == "__main__":
    main()
