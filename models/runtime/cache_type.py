"""How the keys and values of a context are stored."""

from enum import StrEnum


class CacheType(StrEnum):
    """How keys and values are stored. The quantized ones need flash attention."""

    F16 = "f16"
    Q8_0 = "q8_0"
    Q4_0 = "q4_0"
