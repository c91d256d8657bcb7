"""What a model is made of, and how a quantization stores it: enough to know each layer's size before any download."""

from models.catalog.data import Data, Positive, Words
from models.files import stored_bytes

_F32 = 4
"""Bytes of a number in norms and biases, which stay as they are."""


_ANY_BLOCK = 256
"""Weights that every type can store."""

_FOR_OTHER_WIDTHS = {"Q4_K": "Q5_0", "Q5_K": "Q5_1", "Q6_K": "Q8_0"}
"""What llama.cpp takes instead for a tensor whose rows are no multiple of 256 (tensor_type_fallback)."""


class Mixture(Data, frozen=True):
    """Which type of ggml each kind of tensor is stored in.

    The rules are those of llama.cpp's quantizer (llama_tensor_get_type_impl): `better` is for the values and the end
    of the feed-forward part in half of the layers, `first` for the latter in the first eighth of the layers (with an
    importance matrix). None: as all `weights`.
    """

    weights: Words
    embeddings: Words
    output: Words
    better: Words | None = None
    first: Words | None = None

    def __post_init__(self) -> None:
        """Refuse types that ggml does not have."""
        for kind in filter(None, (self.weights, self.embeddings, self.output, self.better, self.first)):
            stored_bytes(kind, _ANY_BLOCK)


class Architecture(Data, frozen=True):
    """The make-up of a model of the Llama kind, Qwen2 included. `name` is llama.cpp's.

    `hidden` and `feed_forward` are widths, `biases` says whether queries, keys and values have them,
    `shared_embeddings` whether the token embeddings serve as output too.
    """

    name: Words
    layers: Positive
    hidden: Positive
    feed_forward: Positive
    heads: Positive
    kv_heads: Positive
    head_size: Positive
    vocabulary: Positive
    biases: bool
    shared_embeddings: bool

    @property
    def kept_values(self) -> int:
        """How many numbers each layer keeps of a token for its keys, and as many for its values."""
        return self.kv_heads * self.head_size

    def embedding_bytes(self, mixture: Mixture) -> int:
        """Return the size of the token embeddings."""
        return _stored(mixture.embeddings, self.hidden, self.vocabulary)

    def output_bytes(self, mixture: Mixture) -> int:
        """Return the size of what follows the last layer, without embeddings that serve as output."""
        norm = self.hidden * _F32
        return norm if self.shared_embeddings else norm + _stored(mixture.output, self.hidden, self.vocabulary)

    def block_bytes(self, mixture: Mixture) -> tuple[int, ...]:
        """Return the size of each layer."""
        return tuple(self._block(mixture, layer) for layer in range(self.layers))

    def _block(self, mixture: Mixture, layer: int) -> int:
        queries = self.heads * self.head_size
        from_hidden = queries + self.kept_values + 2 * self.feed_forward
        better = mixture.better if mixture.better and self._gets_more(layer) else mixture.weights
        down = mixture.first if mixture.first and layer < self.layers // 8 else better
        small = 2 * self.hidden + (queries + 2 * self.kept_values if self.biases else 0)
        return (
            _stored(mixture.weights, self.hidden, from_hidden)
            + _stored(mixture.weights, queries, self.hidden)
            + _stored(better, self.hidden, self.kept_values)
            + _stored(down, self.feed_forward, self.hidden)
            + small * _F32
        )

    def _gets_more(self, layer: int) -> bool:
        """Say whether a layer is stored with more bits: the first and last eighths, and every third between."""
        eighth = self.layers // 8
        return layer < eighth or layer >= 7 * self.layers // 8 or (layer - eighth) % 3 == 2  # noqa: PLR2004


def _stored(kind: str, width: int, rows: int) -> int:
    """Return the size of a tensor of `rows` rows, each of `width` weights."""
    return stored_bytes(kind if width % _ANY_BLOCK == 0 else _FOR_OTHER_WIDTHS.get(kind, kind), width * rows)
