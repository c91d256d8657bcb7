"""The name of a file's quantization: what the header says, else what its tensors and its file name tell."""

from collections import Counter
from collections.abc import Iterable

from models.files.ggml_types import FILE_TYPES, TENSOR_TYPES
from models.files.splits import without_part_number
from models.files.tensors import Tensor

_GUESSED = 1024
"""llama.cpp adds this to a file type that it guessed."""


def quantization(file_type: int | None, tensors: Iterable[Tensor], file_name: str) -> str:
    """Return the quantization of a file as llama.cpp calls it, "" where nothing tells.

    Without a known `file_type` it is the type that holds most of the weights, made precise by the end of the file's
    name where the two agree ("Q4_K" and "model-Q4_K_M.gguf").
    """
    if file_type is not None and file_type & ~_GUESSED in FILE_TYPES:
        return FILE_TYPES[file_type & ~_GUESSED]
    stored = _most_weights(tensors)
    named = _name_ending(file_name)
    return named if named.startswith(stored) else stored


def _most_weights(tensors: Iterable[Tensor]) -> str:
    weights: Counter[int] = Counter()
    for tensor in tensors:
        weights[tensor.type_number] += tensor.weights
    for type_number, _ in weights.most_common(1):
        if type_number in TENSOR_TYPES:
            return TENSOR_TYPES[type_number].name
    return ""


def _name_ending(file_name: str) -> str:
    stem = without_part_number(file_name).upper()
    for name in sorted(FILE_TYPES.values(), key=len, reverse=True):
        if stem.endswith(name) and not stem.removesuffix(name)[-1:].isalnum():
            return name
    return ""
