"""How the keys and values of a context are stored."""

from enum import StrEnum


class CacheType(StrEnum):
    """How keys and values are stored. The quantized ones need flash attention."""

    F16 = "f16"
    Q8_0 = "q8_0"
    Q4_0 = "q4_0"

    @property
    def block(self) -> tuple[int, int]:
        """How many numbers are stored together, and in how many bytes."""
        return _BLOCKS[self]


_BLOCKS = {CacheType.F16: (1, 2), CacheType.Q8_0: (32, 34), CacheType.Q4_0: (32, 18)}
