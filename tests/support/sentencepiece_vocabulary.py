"""A small hand-made vocabulary of the SentencePiece kind, as in Llama 2 and Mistral: a file without weights."""

from pathlib import Path

import gguf
from gguf import TokenType

SPACE = "\u2581"
"""How SentencePiece spells a space."""

CONTROL = ("<s>", "</s>", "[INST]", "[/INST]")
TAGS = ("<think>", "</think>")
WORDS = ("hello", "world", "he", "ll", "lo", "wor", "ld", "llo", "s>", "/s>", "</", "</s", "IN", "ST]", "[IN", "INST]")


def write_sentencepiece_vocabulary(out: Path) -> Path:
    """Write a file that llama.cpp can read the vocabulary of, and return its path.

    Its pieces are such that letters may merge into the control tokens `<s>` and `</s>`.
    """
    letters = [chr(code) for code in range(0x21, 0x7F)]
    words = [*WORDS, SPACE, *(SPACE + word for word in (*WORDS, *letters))]
    kinds = {
        TokenType.UNKNOWN: ["<unk>"],
        TokenType.CONTROL: list(CONTROL),
        TokenType.USER_DEFINED: list(TAGS),
        TokenType.BYTE: [f"<0x{byte:02X}>" for byte in range(256)],
        TokenType.NORMAL: [*words, *letters],
    }
    tokens = [(token, kind) for kind, found in kinds.items() for token in found]
    writer = gguf.GGUFWriter(out, "llama")
    writer.add_name("SentencePiece vocabulary")
    writer.add_context_length(256)
    writer.add_embedding_length(8)
    writer.add_block_count(1)
    writer.add_feed_forward_length(8)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(8)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token for token, _ in tokens])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_token_scores([float(len(token)) for token, _ in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(value=True)
    writer.add_add_space_prefix(value=True)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return out
