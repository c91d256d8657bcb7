"""A small model whose layers, three of four, look back over a sliding window only."""

from contextlib import closing
from pathlib import Path

import gguf
import numpy as np

from tests.support.byte_vocabulary import MERGES, byte_vocabulary
from tests.support.tiny_model import CHATML

_LAYERS = 4
_WIDTH = 64
_FEED_FORWARD = 128
_KV_WIDTH = 32


def write_sliding_model(out: Path, *, window: int) -> Path:
    """Write a model of the cohere2 architecture, of random weights and bytes for tokens, to `out`; return `out`."""
    vocabulary = byte_vocabulary()
    with closing(gguf.GGUFWriter(out, "cohere2")) as writer:
        writer.add_block_count(_LAYERS)
        writer.add_context_length(4096)
        writer.add_embedding_length(_WIDTH)
        writer.add_feed_forward_length(_FEED_FORWARD)
        writer.add_head_count(4)
        writer.add_head_count_kv(2)
        writer.add_rope_dimension_count(16)
        writer.add_layer_norm_eps(1e-5)
        writer.add_logit_scale(1.0)
        writer.add_sliding_window(window)
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre("gpt-2")
        writer.add_token_list(vocabulary.tokens)
        writer.add_token_types(vocabulary.token_types)
        writer.add_token_merges(MERGES)
        writer.add_bos_token_id(vocabulary.id("<|endoftext|>"))
        writer.add_eos_token_id(vocabulary.id("<|im_end|>"))
        writer.add_chat_template(CHATML)
        _add_weights(writer, len(vocabulary.tokens))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    return out


def _add_weights(writer: gguf.GGUFWriter, vocabulary: int) -> None:
    random = np.random.default_rng(0)
    matrices = {
        "attn_q": (_WIDTH, _WIDTH),
        "attn_k": (_KV_WIDTH, _WIDTH),
        "attn_v": (_KV_WIDTH, _WIDTH),
        "attn_output": (_WIDTH, _WIDTH),
        "ffn_gate": (_FEED_FORWARD, _WIDTH),
        "ffn_up": (_FEED_FORWARD, _WIDTH),
        "ffn_down": (_WIDTH, _FEED_FORWARD),
    }
    writer.add_tensor("token_embd.weight", 0.3 * random.standard_normal((vocabulary, _WIDTH), dtype=np.float32))
    writer.add_tensor("output_norm.weight", np.ones(_WIDTH, np.float32))
    for layer in range(_LAYERS):
        writer.add_tensor(f"blk.{layer}.attn_norm.weight", np.ones(_WIDTH, np.float32))
        for name, shape in matrices.items():
            values = 0.3 * random.standard_normal(shape, dtype=np.float32)
            writer.add_tensor(f"blk.{layer}.{name}.weight", values)
