"""Random weights for a model of the qwen2 architecture, written one tensor at a time."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import Enum, auto

import gguf
import numpy as np
from numpy.typing import NDArray

_SEED = 0
_CONSTANT = 8.0
_BIAS = 6.0


@dataclass(frozen=True)
class Shape:
    """The size of a model."""

    layers: int
    width: int
    feed_forward: int
    heads: int
    kv_heads: int


@dataclass(frozen=True)
class Weights:
    """How the weights are drawn: from a normal distribution of standard deviation `deviation`, always the same.

    With `preferred` (one flag per token) the first value of each embedding is a large constant, so that the first
    column of the output matrix is a bias: the model then says preferred tokens and practically never another.
    """

    deviation: float = 0.02
    preferred: Sequence[bool] | None = None


class _Fill(Enum):
    RANDOM = auto()
    ONES = auto()
    ZEROS = auto()


@dataclass(frozen=True)
class _Tensor:
    name: str
    fill: _Fill
    size: tuple[int, ...]

    @property
    def dtype(self) -> np.dtype[np.float16] | np.dtype[np.float32]:
        return np.dtype(np.float16) if self.fill is _Fill.RANDOM else np.dtype(np.float32)


def write_model(writer: gguf.GGUFWriter, shape: Shape, vocabulary: int, weights: Weights) -> None:
    """Write the file of `writer`, whose metadata are complete, with matrices in F16. One tensor is held at a time."""
    tensors = list(_tensors(shape, vocabulary))
    for tensor in tensors:
        count = int(np.prod(tensor.size))
        writer.add_tensor_info(tensor.name, tensor.size, tensor.dtype, count * tensor.dtype.itemsize)
    with closing(writer):
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        random = np.random.default_rng(_SEED)
        for tensor in tensors:
            writer.write_tensor_data(_values(tensor, weights, random))


def _tensors(shape: Shape, vocabulary: int) -> Iterator[_Tensor]:
    width, feed_forward = shape.width, shape.feed_forward
    kv_width = width // shape.heads * shape.kv_heads
    yield _Tensor("token_embd.weight", _Fill.RANDOM, (vocabulary, width))
    yield _Tensor("output.weight", _Fill.RANDOM, (vocabulary, width))
    yield _Tensor("output_norm.weight", _Fill.ONES, (width,))
    for layer in range(shape.layers):
        block = f"blk.{layer}."
        yield _Tensor(block + "attn_norm.weight", _Fill.ONES, (width,))
        yield _Tensor(block + "ffn_norm.weight", _Fill.ONES, (width,))
        for name, rows in (("attn_q", width), ("attn_k", kv_width), ("attn_v", kv_width)):
            yield _Tensor(f"{block}{name}.weight", _Fill.RANDOM, (rows, width))
            yield _Tensor(f"{block}{name}.bias", _Fill.ZEROS, (rows,))
        yield _Tensor(block + "attn_output.weight", _Fill.RANDOM, (width, width))
        yield _Tensor(block + "ffn_gate.weight", _Fill.RANDOM, (feed_forward, width))
        yield _Tensor(block + "ffn_up.weight", _Fill.RANDOM, (feed_forward, width))
        yield _Tensor(block + "ffn_down.weight", _Fill.RANDOM, (width, feed_forward))


def _values(
    tensor: _Tensor, weights: Weights, random: np.random.Generator
) -> NDArray[np.float16] | NDArray[np.float32]:
    if tensor.fill is not _Fill.RANDOM:
        return np.full(tensor.size, float(tensor.fill is _Fill.ONES), np.float32)
    values = random.standard_normal(tensor.size, dtype=np.float32)
    values *= weights.deviation
    if weights.preferred is not None:
        _prefer(tensor.name, values, weights.preferred)
    return values.astype(np.float16)


def _prefer(name: str, values: NDArray[np.float32], preferred: Sequence[bool]) -> None:
    """Carry a constant from the embedding past the layers to the output, where it becomes a bias."""
    if name == "token_embd.weight":
        values[:, 0] = _CONSTANT
    elif name == "output.weight":
        values[:, 0] = np.where(preferred, _BIAS, -_BIAS)
    else:  # a layer that saw the constant would drown what depends on the text, one that changed it would lose it
        values[:, 0] = 0.0
        values[0] = 0.0
