"""A small model that keeps much of every token: the memory runs out by the length of its context."""

from pathlib import Path

from tests.support.random_weights import Shape
from tests.support.tiny_model import write_byte_model

WHOLE_DEVICE = 262_144
"""Tokens whose keys and values take 2,048 MiB: 16 layers, keys and values, 2 heads, 64 numbers of 2 bytes."""

TOO_LONG = 655_360
"""Tokens of which a layer's keys take 160 MiB: more than the device can hold in one piece, and llama.cpp gives up."""

_SHAPE = Shape(layers=16, width=128, feed_forward=128, heads=2, kv_heads=2)


def large_context_model(out: Path) -> Path:
    """Write the model to `out` and return `out`."""
    return write_byte_model(out, context_length=TOO_LONG, shape=_SHAPE)
