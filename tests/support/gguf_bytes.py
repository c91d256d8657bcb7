"""GGUF files written byte by byte, sound ones and broken ones; shares nothing with the reader that it tests."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ALIGNMENT = 32


@dataclass(frozen=True)
class Encoded:
    """A value as a file holds it: the number of its type, and its bytes."""

    type: int
    data: bytes


def _counted(value: str | bytes) -> bytes:
    data = value if isinstance(value, bytes) else value.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _padded(data: bytes, step: int) -> bytes:
    return data + bytes(-len(data) % step)


def text(value: str | bytes) -> Encoded:
    """Encode a text; bytes need not be UTF-8."""
    return Encoded(8, _counted(value))


def u16(value: int) -> Encoded:
    """Encode an unsigned 16-bit number."""
    return Encoded(2, struct.pack("<H", value))


def u32(value: int) -> Encoded:
    """Encode an unsigned 32-bit number."""
    return Encoded(4, struct.pack("<I", value))


def i32(value: int) -> Encoded:
    """Encode a signed 32-bit number."""
    return Encoded(5, struct.pack("<i", value))


def f32(value: float) -> Encoded:
    """Encode a 32-bit floating-point number."""
    return Encoded(6, struct.pack("<f", value))


def flag(*, value: bool) -> Encoded:
    """Encode a yes or no."""
    return Encoded(7, struct.pack("<?", value))


def array(*items: Encoded, count: int | None = None) -> Encoded:
    """Encode an array of at least one item, which may claim another `count` than it has."""
    length = len(items) if count is None else count
    return Encoded(9, struct.pack("<IQ", items[0].type, length) + b"".join(item.data for item in items))


def texts(*values: str) -> Encoded:
    """Encode an array of texts."""
    return array(*map(text, values))


@dataclass(frozen=True)
class TensorEntry:
    """One tensor of the table. `offset` None places it right after the one before; `size` is that of its data."""

    name: str | bytes
    shape: tuple[int, ...] = (32,)
    type: int = 0
    size: int = 128
    offset: int | None = None


SOUND: Mapping[str, Encoded] = {
    "general.architecture": text("qwen2"),
    "general.name": text("A small model"),
    "general.file_type": u32(1),
    "qwen2.context_length": u32(2048),
    "qwen2.block_count": u32(2),
    "qwen2.embedding_length": u32(64),
    "qwen2.attention.head_count": u32(4),
    "qwen2.attention.head_count_kv": u32(2),
    "tokenizer.ggml.model": text("gpt2"),
    "tokenizer.ggml.pre": text("qwen2"),
    "tokenizer.ggml.tokens": texts("a", "b", "ab"),
    "tokenizer.ggml.token_type": array(i32(1), i32(1), i32(1)),
    "tokenizer.ggml.add_bos_token": flag(value=True),
}
"""Metadata of a sound model."""

TENSORS = (TensorEntry("token_embd.weight"), TensorEntry("output.weight", (16, 2), 1, 64))
"""Two tensors of a sound model: 32 weights in F32 and 32 in F16."""


@dataclass(frozen=True)
class GgufFile:
    """A GGUF file of which every number can be made wrong."""

    values: Mapping[str, Encoded] = field(default_factory=lambda: SOUND)
    tensors: Sequence[TensorEntry] = TENSORS
    magic: bytes = b"GGUF"
    version: int = 3
    value_count: int | None = None
    tensor_count: int | None = None
    alignment: int = ALIGNMENT

    def header(self) -> bytes:
        """Return everything before the tensors' data, without the padding."""
        counts = (
            len(self.tensors) if self.tensor_count is None else self.tensor_count,
            len(self.values) if self.value_count is None else self.value_count,
        )
        entries = (_counted(key) + struct.pack("<I", value.type) + value.data for key, value in self.values.items())
        return self.magic + struct.pack("<IQQ", self.version, *counts) + b"".join(entries) + self._table()

    def to_bytes(self) -> bytes:
        """Return the whole file."""
        content = _padded(self.header(), self.alignment)
        for tensor in self.tensors:
            content += _padded(bytes(tensor.size), self.alignment)
        return content

    def _table(self) -> bytes:
        table, next_offset = b"", 0
        for tensor in self.tensors:
            offset = next_offset if tensor.offset is None else tensor.offset
            table += _counted(tensor.name) + struct.pack("<I", len(tensor.shape))
            table += struct.pack(f"<{len(tensor.shape)}QIQ", *tensor.shape, tensor.type, offset)
            next_offset += len(_padded(bytes(tensor.size), self.alignment))
        return table


def sound_with(**changes: Encoded) -> dict[str, Encoded]:
    """Return the metadata of a sound model with some values changed or added; `__` in a name stands for a dot."""
    return {**SOUND, **{key.replace("__", "."): value for key, value in changes.items()}}
