"""What a plan allows for that no file says: buffers, overheads, margins, and what to give up first."""

from functools import cache
from typing import Annotated

import msgspec
from msgspec import Meta

from models.resources import resource
from models.runtime.memory import Backend

MIB = 1 << 20

_Positive = Annotated[int, Meta(gt=0)]


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to come down to, step by step, where memory ran out; each list falls."""

    batches: tuple[_Positive, ...]
    layers_percent: tuple[Annotated[int, Meta(gt=0, lt=100)], ...]
    contexts: tuple[_Positive, ...]


class Allowances(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `memory.json`; `sources` says where each figure is from.

    `compute_mib` is for a batch of `compute_batch` tokens. `processor_slower`: how many times slower the processor
    reads weights than a device does. A context is `usual_context` unless wished otherwise, and `least_context` where
    only then all layers fit.
    """

    compute_mib: _Positive
    compute_batch: _Positive
    overhead_mib: dict[Backend, _Positive]
    margin_mib: _Positive
    margin_percent: Annotated[int, Meta(ge=0, lt=100)]
    screen_margin_mib: _Positive
    machine_margin_mib: _Positive
    processor_slower: Annotated[float, Meta(gt=1.0)]
    usual_context: _Positive
    least_context: _Positive
    ladder: Ladder
    sources: dict[str, str]

    def compute_bytes(self, batch: int) -> int:
        """Return what computing takes with a batch of so many tokens, for want of a measurement."""
        return self.compute_mib * MIB * batch // self.compute_batch

    def overhead_bytes(self, backend: Backend) -> int:
        """Return what a device's driver takes for itself as soon as it is used."""
        return self.overhead_mib.get(backend, 0) * MIB

    def margin_bytes(self, total: int, *, draws_screen: bool) -> int:
        """Return what to leave free of a device with `total` bytes."""
        if draws_screen:
            return self.screen_margin_mib * MIB
        return max(self.margin_mib * MIB, total * self.margin_percent // 100)

    def slower(self, share: float) -> float:
        """Return how many times slower a model is with only this `share` of its weights on the device."""
        return 1.0 + (1.0 - share) * (self.processor_slower - 1.0)


@cache
def allowances() -> Allowances:
    """Return the allowances. Raises ValueError where the file is not as it should be."""
    return msgspec.json.decode(resource("memory.json").read_bytes(), type=Allowances)


def usable_memory(total: int) -> int:
    """Return how much of a machine's `total` bytes of memory a model can have; the system needs the rest."""
    return max(0, total - allowances().machine_margin_mib * MIB)
