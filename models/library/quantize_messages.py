"""What the quantizer's process prints while it works: one JSON object a line."""

import msgspec


class QuantizingEstimate(msgspec.Struct, frozen=True, tag="estimate"):
    """The result will have this many bytes of weights. The process waits for a line before it writes."""

    bytes: int


class QuantizingTensor(msgspec.Struct, frozen=True, tag="tensor"):
    """A tensor is done: its number, how many there are, and the bytes of the source that are done."""

    tensor: int
    tensors: int
    done: int


class QuantizingDone(msgspec.Struct, frozen=True, tag="done"):
    """Everything is written."""


class QuantizingFailed(msgspec.Struct, frozen=True, tag="failed"):
    """It cannot be done; `details` are the last lines of llama.cpp's log."""

    details: str


QuantizingMessage = QuantizingEstimate | QuantizingTensor | QuantizingDone | QuantizingFailed
