"""Making an answer again from its record: what is no longer as it was, and how both texts compare."""

from dataclasses import dataclass
from enum import StrEnum

from models.record import AnswerRecord, EngineIdentity, ModelIdentity


class Part(StrEnum):
    """Something that the numbers of an answer depend on."""

    FILE = "file"
    BUILD = "build"
    DEVICE = "device"
    PROCESSOR = "processor"
    THREADS = "threads"
    CONTEXT = "context"
    CACHE = "cache"
    ROPE = "rope"


@dataclass(frozen=True)
class Difference:
    """A part that is not as it was when the answer was made: in words for the details of a message."""

    part: Part
    then: str
    now: str


@dataclass(frozen=True)
class Comparison:
    """How an answer that was made again compares with the first one.

    `place` is the number of characters from the beginning that both share; `then` and `now` are what follows there.
    """

    same: bool
    place: int
    then: str
    now: str


def differences(record: AnswerRecord, model: ModelIdentity, engine: EngineIdentity) -> tuple[Difference, ...]:
    """Return what is another now than it was for `record`. With any of it the same text cannot be promised."""
    pairs = zip(_parts(record.model, record.engine), _parts(model, engine), strict=True)
    return tuple(Difference(part, then, now) for (part, then), (_, now) in pairs if then != now)


def compare(then: str, now: str) -> Comparison:
    """Compare two texts of an answer."""
    place = next((index for index, (old, new) in enumerate(zip(then, now, strict=False)) if old != new), None)
    if place is None:
        place = min(len(then), len(now))
    return Comparison(then == now, place, then[place:], now[place:])


def _parts(model: ModelIdentity, engine: EngineIdentity) -> tuple[tuple[Part, str], ...]:
    return (
        (Part.FILE, f"{model.name} ({model.fingerprint[:8]})"),
        (Part.BUILD, f"llama-cpp-python {engine.llama_cpp_python}, {engine.runtime}"),
        (Part.DEVICE, f"{engine.device}, {engine.gpu_layers}" if engine.gpu_layers else engine.device),
        (Part.PROCESSOR, engine.features),
        (Part.THREADS, str(engine.threads)),
        (Part.CONTEXT, str(engine.context)),
        (Part.CACHE, f"{engine.cache_type}, {engine.flash_attention}"),
        (Part.ROPE, engine.rope),
    )
