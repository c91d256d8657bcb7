"""The tables of types agree with the libraries that define them."""

import ctypes

import llama_cpp
from llama_cpp._ggml import libggml

from models.files.ggml_types import FILE_TYPES, TENSOR_TYPES, TensorType

TYPE_COUNT = 43
"""`GGML_TYPE_COUNT` of the llama.cpp in use; ggml aborts when asked for a higher number."""


def test_the_types_of_tensors_are_those_of_ggml() -> None:
    libggml.ggml_type_name.restype = ctypes.c_char_p
    libggml.ggml_blck_size.restype = ctypes.c_int64
    libggml.ggml_type_size.restype = ctypes.c_size_t
    stored = (number for number in range(TYPE_COUNT) if libggml.ggml_blck_size(number))
    assert {number: _ggml_type(number) for number in stored} == TENSOR_TYPES


def _ggml_type(number: int) -> TensorType:
    name = libggml.ggml_type_name(number).decode().upper()
    return TensorType(name, libggml.ggml_blck_size(number), libggml.ggml_type_size(number))


def test_the_names_of_file_types_are_those_of_llama_cpp() -> None:
    named = {
        value: name.removeprefix("LLAMA_FTYPE_").removeprefix("MOSTLY_").removeprefix("ALL_")
        for name, value in vars(llama_cpp.llama_cpp).items()
        if name.startswith(("LLAMA_FTYPE_MOSTLY_", "LLAMA_FTYPE_ALL_"))
    }
    assert named == FILE_TYPES
