"""What each layer takes of the memory is read from the tensors and the metadata."""

from pathlib import Path

import pytest

from models.files import LayerSizes, read_header
from tests.files.refusals import refusal_of
from tests.support.gguf_bytes import Encoded, GgufFile, TensorEntry, array, flag, i32, sound_with, text, u32

LAYERS = (
    "token_embd.weight",
    "blk.0.attn_q.weight",
    "blk.1.attn_q.weight",
    "blk.1.ffn_up.weight",
    "output_norm.weight",
)


def sizes(folder: Path, *names: str, **changes: Encoded) -> LayerSizes:
    path = folder / "model.gguf"
    path.write_bytes(GgufFile(sound_with(**changes), [TensorEntry(name) for name in names or LAYERS]).to_bytes())
    return read_header(path).sizes


def test_each_tensor_counts_where_it_will_lie(tmp_path: Path) -> None:
    found = sizes(tmp_path)
    assert (found.blocks, found.inputs, found.outputs) == ((128, 256), 128, 128)


def test_embeddings_serve_as_output_where_there_is_no_other(tmp_path: Path) -> None:
    assert sizes(tmp_path).shared == 128
    assert sizes(tmp_path, *LAYERS, "output.weight").shared == 0


def test_keys_and_values_follow_heads_and_width(tmp_path: Path) -> None:
    found = sizes(tmp_path)  # 64 wide, 4 heads, 2 of them for keys and values
    assert (found.keys, found.values, found.key_length, found.value_length) == ((32, 32), (32, 32), 16, 16)


def test_a_file_may_give_the_lengths_itself(tmp_path: Path) -> None:
    changes = {"qwen2.attention.key_length": u32(192), "qwen2.attention.value_length": u32(128)}
    found = sizes(tmp_path, **changes)
    assert (found.keys, found.values) == ((384, 384), (256, 256))


def test_layers_may_differ_and_may_keep_nothing(tmp_path: Path) -> None:
    found = sizes(tmp_path, **{"qwen2.attention.head_count_kv": array(i32(0), i32(4))})
    assert (found.keys, found.values) == ((0, 64), (0, 64))


def test_layers_with_a_window_may_have_lengths_of_their_own(tmp_path: Path) -> None:
    changes = {
        "qwen2.attention.key_length_swa": u32(8),
        "qwen2.attention.value_length_swa": u32(4),
        "qwen2.attention.sliding_window_pattern": array(flag(value=True), flag(value=False)),
    }
    found = sizes(tmp_path, **changes)
    assert (found.keys, found.values) == ((16, 32), (8, 32))


def test_with_latent_attention_the_values_are_part_of_the_keys(tmp_path: Path) -> None:
    found = sizes(tmp_path, **{"qwen2.attention.key_length_mla": u32(24)})
    assert (found.keys, found.values) == ((32, 32), (0, 0))


def test_the_last_layers_may_use_what_others_keep(tmp_path: Path) -> None:
    assert sizes(tmp_path, **{"qwen2.attention.shared_kv_layers": u32(1)}).keys == (32, 0)


def test_only_every_so_many_layers_may_attend(tmp_path: Path) -> None:
    assert sizes(tmp_path, **{"qwen2.full_attention_interval": u32(2)}).keys == (0, 32)


def test_an_impossible_number_of_heads_is_refused(tmp_path: Path) -> None:
    heads = {"qwen2.attention.head_count_kv": array(i32(-1), i32(4))}
    assert refusal_of(GgufFile(sound_with(**heads)).to_bytes(), tmp_path) == "error.file.broken"


@pytest.mark.parametrize("name", ["blk.99999.attn_q.weight", "blk.x.attn_q.weight", "blk.4096.attn_q.weight"])
def test_layers_that_no_model_has_make_no_list(tmp_path: Path, name: str) -> None:
    assert sizes(tmp_path, "token_embd.weight", name).blocks == ()


def test_a_text_for_a_length_is_refused(tmp_path: Path) -> None:
    length = {"qwen2.attention.key_length": text("128")}
    assert refusal_of(GgufFile(sound_with(**length)).to_bytes(), tmp_path) == "error.file.broken"
