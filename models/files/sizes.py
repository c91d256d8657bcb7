"""How much memory each layer of a model takes: its weights, and what it keeps of every token."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.files.metadata import Metadata
from models.files.tensors import Tensor

_BLOCK = re.compile(r"blk\.(\d{1,4})\.")
_INPUTS = ("token_embd.", "position_embd.", "token_types.", "per_layer_token_embd.", "masked_embd_")
_MOST_LAYERS = 4096


@dataclass(frozen=True)
class LayerSizes:
    """Bytes and counts, layer by layer, from the first to the last.

    `blocks` are the bytes of each layer's weights; `inputs` those of the token embeddings and the like, which
    llama.cpp always keeps in the machine's memory; `outputs` all others; `shared` what of the inputs serves as output
    too. `keys` and `values` are how many numbers a layer keeps of each token in the context, 0 where it keeps none;
    `key_length` and `value_length` how many of them belong together.
    """

    blocks: tuple[int, ...] = ()
    inputs: int = 0
    outputs: int = 0
    shared: int = 0
    keys: tuple[int, ...] = ()
    values: tuple[int, ...] = ()
    key_length: int = 0
    value_length: int = 0


def layer_sizes(metadata: Metadata, architecture: str, tensors: Iterable[Tensor]) -> LayerSizes:
    """Return the sizes of a model with these tensors. Raises BrokenHeaderError where the metadata cannot be."""
    blocks: dict[int, int] = {}
    inputs = outputs = embeddings = 0
    tied = True
    for tensor in tensors:
        size = tensor.size or 0
        block = _BLOCK.match(tensor.name)
        if block and int(block[1]) < _MOST_LAYERS:
            blocks[int(block[1])] = blocks.get(int(block[1]), 0) + size
        elif tensor.name.startswith(_INPUTS):
            inputs += size
            embeddings += size if tensor.name == "token_embd.weight" else 0
        else:
            outputs += size
            tied = tied and tensor.name != "output.weight"
    layers = max(blocks, default=-1) + 1
    attention = _Attention(metadata, architecture, layers)
    return LayerSizes(
        blocks=tuple(blocks.get(layer, 0) for layer in range(layers)),
        inputs=inputs,
        outputs=outputs,
        shared=embeddings if tied else 0,
        keys=tuple(attention.keys(layer) for layer in range(layers)),
        values=tuple(attention.values(layer) for layer in range(layers)),
        key_length=attention.key_length,
        value_length=attention.value_length,
    )


class _Attention:
    """What the attention of each layer keeps, as llama.cpp works it out from the metadata (llama_hparams)."""

    def __init__(self, metadata: Metadata, architecture: str, layers: int) -> None:
        def whole(key: str, otherwise: int) -> int:
            found = metadata.whole(f"{architecture}.{key}")
            return otherwise if found is None else found

        def each(key: str) -> tuple[int, ...]:
            return metadata.items(f"{architecture}.{key}") or (whole(key, 0),) * layers

        heads = each("attention.head_count")
        usual = whole("embedding_length", 0) // (metadata.largest(f"{architecture}.attention.head_count") or 1)
        self.key_length = whole("attention.key_length", usual)
        self.value_length = whole("attention.value_length", usual)
        self._sliding_key = whole("attention.key_length_swa", self.key_length)
        self._sliding_value = whole("attention.value_length_swa", self.value_length)
        self._sliding = metadata.items(f"{architecture}.attention.sliding_window_pattern")
        said = metadata.largest(f"{architecture}.attention.head_count_kv") is not None
        self._kv_heads = each("attention.head_count_kv") if said else heads
        self._one_for_both = whole("attention.key_length_mla", 0) > 0
        """Multi-head latent attention: the values are a part of the keys."""
        self._keeping = layers - whole("attention.shared_kv_layers", 0)
        self._interval = whole("full_attention_interval", 0) or 1

    def keys(self, layer: int) -> int:
        return self._heads(layer) * (self._sliding_key if self._slides(layer) else self.key_length)

    def values(self, layer: int) -> int:
        if self._one_for_both:
            return 0
        return self._heads(layer) * (self._sliding_value if self._slides(layer) else self.value_length)

    def _heads(self, layer: int) -> int:
        keeps = layer < self._keeping and (layer + 1) % self._interval == 0
        return self._kv_heads[layer] if keeps and layer < len(self._kv_heads) else 0

    def _slides(self, layer: int) -> bool:
        return layer < len(self._sliding) and bool(self._sliding[layer])
