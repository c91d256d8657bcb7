"""The table of tensors in a GGUF header: their shapes, and where each one's data has to lie in the file."""

import math
from dataclasses import dataclass

from models.files.byte_reader import BrokenHeaderError, ByteReader, CutOffError
from models.files.ggml_types import TENSOR_TYPES
from models.files.metadata_reader import MAX_NAME

_MAX_TENSORS = 65_536
_MAX_DIMENSIONS = 4
_MAX_WEIGHTS = 2**63 - 1
_DEFAULT_ALIGNMENT = 32


@dataclass(frozen=True)
class Tensor:
    """One tensor; `offset` is in bytes from the start of the data. `size` is None for a type not known here."""

    name: str
    type_number: int
    weights: int
    offset: int
    size: int | None


def read_tensors(reader: ByteReader, count: int) -> tuple[Tensor, ...]:
    """Read a table of `count` tensors. Raises CutOffError and BrokenHeaderError."""
    if count > _MAX_TENSORS:
        raise BrokenHeaderError(f"{count} tensors")
    tensors = tuple(_read_tensor(reader) for _ in range(count))
    if len({tensor.name for tensor in tensors}) < count:
        raise BrokenHeaderError("two tensors have the same name")
    return tensors


def _read_tensor(reader: ByteReader) -> Tensor:
    name = reader.text(MAX_NAME)
    dimensions = reader.whole(4)
    if dimensions > _MAX_DIMENSIONS:
        raise BrokenHeaderError(f"tensor {name!r} has {dimensions} dimensions")
    shape = [reader.whole(8) for _ in range(dimensions)]
    weights = math.prod(shape)
    if weights > _MAX_WEIGHTS:
        raise BrokenHeaderError(f"tensor {name!r} has {weights} weights")
    type_number = reader.whole(4)
    return Tensor(name, type_number, weights, reader.whole(8), _size(name, type_number, shape))


def _size(name: str, type_number: int, shape: list[int]) -> int | None:
    """Return the bytes a tensor takes: each row is stored as whole blocks."""
    kind = TENSOR_TYPES.get(type_number)
    if kind is None:
        return None
    row = shape[0] if shape else 1
    if row % kind.block:
        raise BrokenHeaderError(f"tensor {name!r} has rows of {row} weights, not a multiple of {kind.block}")
    return math.prod(shape) // kind.block * kind.size


def check_tensors(tensors: tuple[Tensor, ...], *, table_end: int, alignment: int | None, file_size: int) -> None:
    """Check that every tensor's data follows the one before it and lies within the file, as llama.cpp demands.

    The data starts at the first multiple of `alignment` (None: 32) after the table, and so does each tensor in it.
    Raises CutOffError and BrokenHeaderError.
    """
    step = _DEFAULT_ALIGNMENT if alignment is None else alignment
    if step <= 0 or step & (step - 1):
        raise BrokenHeaderError(f"the alignment {step} is no power of two")
    data_start = _aligned(table_end, step)
    expected: int | None = 0
    for tensor in tensors:
        if tensor.offset % step or expected not in {None, tensor.offset}:
            raise BrokenHeaderError(f"tensor {tensor.name!r} is at {tensor.offset}, not at {expected}")
        end = data_start + tensor.offset + (tensor.size or 0)
        if end > file_size:
            raise CutOffError(f"tensor {tensor.name!r} ends at byte {end}, the file at byte {file_size}")
        expected = None if tensor.size is None else _aligned(tensor.offset + tensor.size, step)


def _aligned(offset: int, step: int) -> int:
    return -(-offset // step) * step
