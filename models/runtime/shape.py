"""What of a model's make-up decides how much memory it takes."""

from dataclasses import dataclass, field
from itertools import accumulate

from models.runtime.cache_type import CacheType

_CELLS = 256
"""llama.cpp makes every context a multiple of this many tokens."""


@dataclass(frozen=True)
class ModelShape:
    """Sizes of a model, layer by layer, from the first to the last.

    `block_bytes` are the weights of each layer; `input_bytes` the token embeddings, which always stay in the machine's
    memory; `output_bytes` what follows the last layer. Where the output shares its weights with the token embeddings
    (`shared_bytes` of them), a device gets a copy. `key_values` and `value_values` are how many numbers each layer
    keeps of a token; 0 where it keeps none; `quantizable_kv`: whether they can be stored in fewer bits. `exact` is
    false where sizes were estimated.
    """

    block_bytes: tuple[int, ...]
    input_bytes: int
    output_bytes: int
    key_values: tuple[int, ...]
    value_values: tuple[int, ...]
    trained_context: int | None
    shared_bytes: int = 0
    quantizable_kv: bool = True
    exact: bool = True
    _weights: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _rows: dict[CacheType, tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Add up from the end, so that a plan is a few look-ups."""
        output = self.output_bytes + self.shared_bytes
        weights = tuple(accumulate((output, *reversed(self.block_bytes)), initial=0))
        object.__setattr__(self, "_weights", weights)
        object.__setattr__(self, "_rows", {kind: self._rows_from_end(kind) for kind in CacheType})

    @property
    def all_layers(self) -> int:
        """How many layers can go to a device; the output counts as one, as llama.cpp counts it."""
        return len(self.block_bytes) + 1

    def device_weights(self, layers: int) -> int:
        """Return the bytes of weights on the device with `layers` there.

        llama.cpp gives the device the output first, then the layers from the last to the first (llama_model::
        load_tensors).
        """
        return self._weights[layers]

    def host_weights(self, layers: int) -> int:
        """Return the bytes of weights in the machine's memory with `layers` on the device."""
        on_device = self.device_weights(layers) - (self.shared_bytes if layers else 0)
        return self.input_bytes + self.output_bytes + sum(self.block_bytes) - on_device

    def kv_bytes(self, context: int, cache_type: CacheType, layers: int) -> int:
        """Return the bytes of keys and values of the last `layers` layers, the output being the first of them.

        Layers with a sliding window keep the whole context too: so llama.cpp does by default.
        """
        cells = -(-context // _CELLS) * _CELLS
        return cells * self._rows[cache_type][layers]

    def _rows_from_end(self, cache_type: CacheType) -> tuple[int, ...]:
        count, size = cache_type.block
        rows = (
            (keys // count + values // count) * size
            for keys, values in zip(reversed(self.key_values), reversed(self.value_values), strict=True)
        )
        return tuple(accumulate((0, *rows), initial=0))
