"""A process that answers by `llama_cpp.Llama.create_completion`, the usual way in Python, and says how fast it was.

Run by `python -m models.bench.peers.completion_program`; it ends with its input.
"""

import sys

import msgspec
from llama_cpp import Llama

from models.bench.pace import Pace
from models.bench.peers.completion_messages import CompletionAnswer, CompletionAsk, CompletionLoad


def main() -> None:
    """Load what the first line says, then answer line by line."""
    load = msgspec.json.decode(sys.stdin.buffer.readline(), type=CompletionLoad)
    llama = Llama(load.model, n_ctx=load.context, n_threads=load.threads, n_batch=512, n_gpu_layers=-1, verbose=False)
    _write(CompletionAnswer())
    decoder = msgspec.json.Decoder(CompletionAsk)
    for line in sys.stdin.buffer:
        _write(CompletionAnswer(_tokens_per_second(llama, decoder.decode(line))))


def _tokens_per_second(llama: Llama, ask: CompletionAsk) -> float | None:
    pace, reason = Pace(), None
    for chunk in llama.create_completion(
        ask.prompt,
        stream=True,
        max_tokens=ask.tokens,
        seed=ask.seed,
        temperature=ask.temperature,
        top_k=ask.top_k,
        top_p=ask.top_p,
        min_p=ask.min_p,
        repeat_penalty=1.0,
    ):
        pace.note()
        if not isinstance(chunk, str):
            reason = chunk["choices"][0]["finish_reason"]
    return pace.tokens_per_second(ask.tokens - 1) if reason == "length" else None


def _write(answer: CompletionAnswer) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
