"""Reading the metadata of a GGUF header: the few values that matter are kept, the rest is skipped."""

from enum import IntEnum
from struct import Struct

from models.files.byte_reader import BrokenHeaderError, ByteReader
from models.files.metadata import Array, Metadata, Number, SkippedText, Value

MAX_NAME = 65_535
"""Bytes in the name of a value or a tensor (the limit of the GGUF specification)."""

_MAX_KEYS = 65_536
_MAX_TEXT = 1 << 20
_MAX_LAYERS = 4096

_KEPT_TEXTS = frozenset(
    {
        "general.architecture",
        "general.name",
        "general.basename",
        "general.size_label",
        "general.license",
        "general.sampling.sequence",
        "tokenizer.ggml.model",
        "tokenizer.ggml.pre",
        "tokenizer.chat_template",
    }
)
_KEPT_ARRAYS = (".attention.head_count", ".attention.head_count_kv", ".attention.sliding_window_pattern")


class ValueType(IntEnum):
    """The types of a value, numbered as in the file."""

    UINT8 = 0
    INT8 = 1
    UINT16 = 2
    INT16 = 3
    UINT32 = 4
    INT32 = 5
    FLOAT32 = 6
    BOOL = 7
    TEXT = 8
    ARRAY = 9
    UINT64 = 10
    INT64 = 11
    FLOAT64 = 12


_NUMBERS = {
    ValueType.UINT8: Struct("<B"),
    ValueType.INT8: Struct("<b"),
    ValueType.UINT16: Struct("<H"),
    ValueType.INT16: Struct("<h"),
    ValueType.UINT32: Struct("<I"),
    ValueType.INT32: Struct("<i"),
    ValueType.FLOAT32: Struct("<f"),
    ValueType.BOOL: Struct("<?"),
    ValueType.UINT64: Struct("<Q"),
    ValueType.INT64: Struct("<q"),
    ValueType.FLOAT64: Struct("<d"),
}


def read_metadata(reader: ByteReader, count: int) -> Metadata:
    """Read `count` named values. Raises CutOffError and BrokenHeaderError.

    Arrays inside arrays are refused, as llama.cpp refuses them: no model has them.
    """
    if count > _MAX_KEYS:
        raise BrokenHeaderError(f"{count} metadata values")
    values: dict[str, Value] = {}
    for _ in range(count):
        key = reader.text(MAX_NAME)
        if not key or key in values:
            raise BrokenHeaderError(f"the metadata key {key!r} is empty or there twice")
        values[key] = _read_value(reader, key)
    return Metadata(values)


def _read_value(reader: ByteReader, key: str) -> Value:
    kind = _read_type(reader, key)
    if kind is ValueType.ARRAY:
        return _read_array(reader, key)
    if kind is not ValueType.TEXT:
        return _read_number(reader, kind)
    if key in _KEPT_TEXTS:
        return reader.text(_MAX_TEXT)
    reader.skip_texts(1)
    return SkippedText()


def _read_array(reader: ByteReader, key: str) -> Array:
    kind = _read_type(reader, key)
    length = reader.whole(8)
    if kind is ValueType.ARRAY:
        raise BrokenHeaderError(f"{key} is an array of arrays")
    if kind is ValueType.TEXT:
        reader.skip_texts(length)
    elif key.endswith(_KEPT_ARRAYS):
        if length > _MAX_LAYERS:
            raise BrokenHeaderError(f"{key} has {length} items")
        return Array(length, tuple(_read_number(reader, kind) for _ in range(length)))
    else:
        reader.skip(length * _NUMBERS[kind].size)
    return Array(length)


def _read_type(reader: ByteReader, key: str) -> ValueType:
    number = reader.whole(4)
    try:
        return ValueType(number)
    except ValueError as error:
        raise BrokenHeaderError(f"{key} is of the unknown type {number}") from error


def _read_number(reader: ByteReader, kind: ValueType) -> Number:
    form = _NUMBERS[kind]
    number: Number = form.unpack(reader.take(form.size))[0]
    return number
