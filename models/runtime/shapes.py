"""The shape of a model: from its file, or from the catalogue where it is not there yet."""

from models.catalog import KnownModel, mixture
from models.files import GgufHeader
from models.runtime.shape import ModelShape

_BLOCK = 32
"""Numbers that the quantized cache types store together."""


def shape_of_file(header: GgufHeader) -> ModelShape:
    """Return the shape of the model in a file."""
    sizes = header.sizes
    return ModelShape(
        block_bytes=sizes.blocks,
        input_bytes=sizes.inputs,
        output_bytes=sizes.outputs,
        shared_bytes=sizes.shared,
        key_values=sizes.keys,
        value_values=sizes.values,
        trained_context=header.context_length,
        quantizable_kv=sizes.key_length % _BLOCK == 0 and sizes.value_length % _BLOCK == 0,
    )


def shape_of_known(model: KnownModel, quantization: str) -> ModelShape | None:
    """Return the shape of a model of the catalogue; None where it is not known how that quantization stores it."""
    stored = mixture(quantization)
    if stored is None:
        return None
    made_of = model.architecture
    kept = (made_of.kept_values,) * made_of.layers
    embeddings = made_of.embedding_bytes(stored)
    return ModelShape(
        block_bytes=made_of.block_bytes(stored),
        input_bytes=embeddings,
        output_bytes=made_of.output_bytes(stored),
        shared_bytes=embeddings if made_of.shared_embeddings else 0,
        key_values=kept,
        value_values=kept,
        trained_context=model.context,
        quantizable_kv=made_of.head_size % _BLOCK == 0,
        exact=any(file.bytes is not None for file in model.files_of(quantization)),
    )
