"""Reading the catalogue's data files into typed values; anything unexpected in them is an error."""

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from models.resources import resource

T = TypeVar("T")

Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
TextId = Annotated[str, Meta(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")]
Words = Annotated[str, Meta(min_length=1)]
Temperature = Annotated[float, Meta(ge=0.0, le=2.0)]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
RepeatPenalty = Annotated[float, Meta(ge=0.5, le=2.0)]
Penalty = Annotated[float, Meta(ge=-2.0, le=2.0)]
Offset = Annotated[float, Meta(ge=-1.0, le=1.0)]
"""Added to a temperature."""
Positive = Annotated[int, Meta(gt=0)]
Count = Annotated[int, Meta(ge=0)]

_ROUNDING = 1e-6
"""Values that went through a slider are not bit-exact."""


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A frozen value that msgspec checks while it reads it; an unknown field is refused."""


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """A recommended range of one setting, both ends included; `[low, high]` in the files."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a band that is upside down."""
        if self.low > self.high:
            raise ValueError(f"the band {self.low} to {self.high} is upside down")

    def __contains__(self, value: float) -> bool:
        """Say whether `value` is within the band, give or take the rounding of a slider."""
        return self.low - _ROUNDING <= value <= self.high + _ROUNDING


def read(file_name: str, kind: type[T]) -> T:
    """Read `resources/<file_name>` as `kind`. Raises ValueError naming the file and the place that is wrong."""
    return decode(resource(file_name).read_bytes(), kind, file_name)


def decode(content: bytes, kind: type[T], source: str) -> T:
    """Decode JSON as `kind`. Raises ValueError naming `source` and the place that is wrong."""
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{source}: {error}") from error


def require(*, holds: bool, otherwise: str) -> None:
    """Raise ValueError with the sentence `otherwise` unless the check holds."""
    if not holds:
        raise ValueError(otherwise)


def require_unique(names: tuple[str, ...], what: str) -> None:
    """Raise ValueError where a name occurs twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    require(holds=not twice, otherwise=f"{what} given twice: {', '.join(twice)}")
