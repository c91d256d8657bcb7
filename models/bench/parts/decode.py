"""Decoding, by every program in turn: A B C D, B C D A, ...; and the memory they need for it."""

from collections.abc import Generator
from contextlib import ExitStack

from models.bench.events import Part, Step
from models.bench.parts.programs import Contestant, create_completion, llama_bench, llama_server, our_engine
from models.bench.peers import completion_runs
from models.bench.report import DecodeFigures
from models.bench.rounds import middle, middle_ratio
from models.bench.session import Setting


def measure_decode(setting: Setting) -> Generator[Step, None, DecodeFigures]:
    """Let all programs answer the same question in turn. Raises UserError where one of them fails."""
    peers = setting.peers
    ours = our_engine(setting)
    bench = llama_bench(setting, peers.bench) if peers.bench else None
    server = llama_server(setting, peers.server) if peers.server else None
    highlevel = create_completion(setting) if completion_runs() else None
    contestants = [one for one in (ours, bench, server, highlevel) if one]
    yield from _compete(setting, contestants)
    mine = ours.speeds
    bench_speeds, server_speeds, highlevel_speeds = (
        one.speeds if one else [None] * len(mine) for one in (bench, server, highlevel)
    )
    memory, theirs = ours.peak_mib, server.peak_mib if server else None
    return DecodeFigures(
        decode_tokens_per_second=middle(mine),
        decode_tokens_per_second_bench=middle(bench_speeds),
        decode_tokens_per_second_server=middle(server_speeds),
        decode_tokens_per_second_highlevel=middle(highlevel_speeds),
        decode_ratio_bench=middle_ratio(mine, bench_speeds),
        decode_ratio_server=middle_ratio(mine, server_speeds),
        decode_ratio_highlevel=middle_ratio(mine, highlevel_speeds),
        overhead_us=middle([speed.overhead_us if speed else None for speed in ours.taken]),
        peak_memory_mib=memory,
        peak_memory_mib_server=theirs,
        peak_memory_ratio_server=memory / theirs if memory and theirs else None,
    )


def _compete(setting: Setting, contestants: list[Contestant]) -> Generator[Step]:
    """Measure all in every round: with all of them started before, or, where memory is short, one after another."""
    count, rounds = len(contestants), setting.work.rounds
    with ExitStack() as kept:
        running = [kept.enter_context(one.start()) if setting.roomy else None for one in contestants]
        for turn in range(rounds):
            for place in range(count):
                yield Step(Part.DECODE, turn * count + place + 1, rounds * count)
                index = (place + turn) % count
                with ExitStack() as alone:
                    one = running[index] or alone.enter_context(contestants[index].start())
                    contestants[index].take(one, setting.work.answer_tokens, turn)
