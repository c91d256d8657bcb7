"""What of a model's make-up decides how much memory it takes."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from models.runtime.cache_type import CacheType


@dataclass(frozen=True)
class ModelShape:
    """Sizes of a model, layer by layer. All lists are in the order of the layers.

    `block_bytes` are the weights of each layer; `input_bytes` the token embeddings, which always stay in the machine's
    memory; `output_bytes` what follows the last layer (where the output shares its weights with the token embeddings,
    a device gets a copy of them). `key_values` and `value_values` are the numbers that each layer keeps of one token;
    0 where it keeps none. `windows` are the tokens that a layer with a sliding window keeps; None where it keeps all.
    `exact` is false where the sizes were estimated.
    """

    block_bytes: tuple[int, ...]
    input_bytes: int
    output_bytes: int
    key_values: tuple[int, ...]
    value_values: tuple[int, ...]
    windows: tuple[int | None, ...]
    trained_context: int | None
    shares_output: bool = False
    exact: bool = True

    @property
    def all_layers(self) -> int:
        """How many layers can go to a device; the output counts as one, as llama.cpp counts it."""
        return len(self.block_bytes) + 1

    @property
    def total_bytes(self) -> int:
        """All weights, each once."""
        shared = self.output_bytes if not self.shares_output else 0
        return self.input_bytes + sum(self.block_bytes) + shared

    def device_weights(self, layers: int) -> int:
        """Return the bytes of weights on the device with `layers` there.

        llama.cpp gives the device the output first and then the layers from the last to the first.
        """
        return self._weights_from_end[layers]

    def kv_bytes(self, context: int, cache_type: CacheType, *, layers: int, batch: int) -> tuple[int, int]:
        """Return the bytes of keys and values (on the device, in the machine's memory) with `layers` on the device."""
        raise NotImplementedError

    @cached_property
    def _weights_from_end(self) -> tuple[int, ...]:
        return tuple(accumulate((self.output_bytes, *reversed(self.block_bytes)), initial=0))
