"""What a sound header says is read as typed values."""

import math
from pathlib import Path

import pytest

from models.files import GgufHeader, LayerSizes, SamplingHints, read_header
from tests.files.refusals import refusal_of
from tests.support.gguf_bytes import (
    SOUND,
    TENSORS,
    Encoded,
    GgufFile,
    TensorEntry,
    array,
    f32,
    i32,
    sound_with,
    text,
    texts,
    u16,
    u32,
)


def read(folder: Path, file: GgufFile, name: str = "model.gguf") -> GgufHeader:
    path = folder / name
    path.write_bytes(file.to_bytes())
    return read_header(path)


def read_with(folder: Path, **changes: Encoded) -> GgufHeader:
    return read(folder, GgufFile(sound_with(**changes)))


def test_a_sound_header_is_read_in_full(tmp_path: Path) -> None:
    file = GgufFile()
    assert read(tmp_path, file) == GgufHeader(
        version=3,
        architecture="qwen2",
        name="A small model",
        basename=None,
        size_label=None,
        licence=None,
        quantization="F16",
        context_length=2048,
        layers=2,
        embedding_length=64,
        heads=4,
        kv_heads=2,
        vocabulary=3,
        tokenizer_model="gpt2",
        tokenizer_pre="qwen2",
        chat_template=None,
        adds_bos=True,
        sampling=SamplingHints(),
        sizes=LayerSizes(inputs=128, outputs=64, key_length=16, value_length=16),
        part_names=("model.gguf",),
        tensor_count=2,
        parameters=64,
        tensor_bytes=128 + 64,
        file_bytes=len(file.to_bytes()),
    )


def test_a_header_of_the_architecture_alone_leaves_the_rest_open(tmp_path: Path) -> None:
    header = read(tmp_path, GgufFile({"general.architecture": text("qwen2")}, ()))
    assert (header.name, header.context_length, header.heads, header.kv_heads) == (None, None, None, None)
    assert (header.vocabulary, header.adds_bos, header.quantization, header.parameters) == (None, None, "", 0)


def test_labels_and_licence_are_read(tmp_path: Path) -> None:
    header = read_with(
        tmp_path,
        general__basename=text("Qwen2.5"),
        general__size_label=text("7B"),
        general__license=text("apache-2.0"),
    )
    assert (header.basename, header.size_label, header.licence) == ("Qwen2.5", "7B", "apache-2.0")


def test_a_name_to_show_is_one_short_line_without_invisible_characters(tmp_path: Path) -> None:
    name = "  深度\u3000求索\n\x1b[31m\u202eR1\x00 " + "x" * 500
    shown = read_with(tmp_path, general__name=text(name)).name
    assert shown is not None
    assert shown.startswith("深度 求索 [31mR1 xxx")
    assert len(shown) == 200


def test_a_name_of_nothing_but_spaces_is_no_name(tmp_path: Path) -> None:
    assert read_with(tmp_path, general__name=text(" \n\t")).name is None


def test_a_label_of_the_wrong_type_is_no_label(tmp_path: Path) -> None:
    assert read_with(tmp_path, general__license=texts("mit", "apache-2.0")).licence is None


def test_texts_that_are_not_utf8_are_read_all_the_same(tmp_path: Path) -> None:
    header = read_with(tmp_path, general__name=text(b"caf\xe9"), tokenizer__chat_template=text(b"{{ '\xff' }}"))
    assert header.name == "caf\ufffd"
    assert header.chat_template == "{{ '\ufffd' }}"


def test_a_chat_template_is_kept_exactly(tmp_path: Path) -> None:
    template = "{% for m in messages %}\r\n\t<\uff5cUser\uff5c>{{ m['content'] }}  \n{% endfor %}"
    assert read_with(tmp_path, tokenizer__chat_template=text(template)).chat_template == template


def test_a_chat_template_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    longest = "x" * (1 << 20)
    assert read_with(tmp_path, tokenizer__chat_template=text(longest)).chat_template == longest
    values = sound_with(tokenizer__chat_template=text(longest + "x"))
    assert refusal_of(GgufFile(values).to_bytes(), tmp_path) == "error.file.broken"


def test_a_text_that_nobody_asks_for_may_be_of_any_length(tmp_path: Path) -> None:
    assert read_with(tmp_path, general__description=text("x" * (3 << 20))).name == "A small model"


def test_heads_that_differ_by_layer_give_the_largest(tmp_path: Path) -> None:
    header = read_with(
        tmp_path,
        qwen2__attention__head_count=array(i32(12), i32(16)),
        qwen2__attention__head_count_kv=array(i32(0), i32(4)),
    )
    assert (header.heads, header.kv_heads) == (16, 4)


def test_without_a_number_of_kv_heads_there_are_as_many_as_heads(tmp_path: Path) -> None:
    values = {key: value for key, value in SOUND.items() if not key.endswith("head_count_kv")}
    assert read(tmp_path, GgufFile(values)).kv_heads == 4


def test_the_vocabulary_is_counted_by_its_tokens_and_else_taken_from_the_header(tmp_path: Path) -> None:
    assert read_with(tmp_path, qwen2__vocab_size=u32(999)).vocabulary == 3
    values = {key: value for key, value in SOUND.items() if key != "tokenizer.ggml.tokens"}
    assert read(tmp_path, GgufFile({**values, "qwen2.vocab_size": u32(999)})).vocabulary == 999


def test_the_authors_sampling_is_read(tmp_path: Path) -> None:
    header = read_with(
        tmp_path,
        general__sampling__temp=f32(0.5),
        general__sampling__top_k=i32(20),
        general__sampling__top_p=f32(0.75),
        general__sampling__min_p=f32(0.0),
        general__sampling__penalty_repeat=f32(1.25),
        general__sampling__penalty_last_n=i32(64),
        general__sampling__sequence=text("top_k;temperature"),
    )
    assert header.sampling == SamplingHints(
        sequence="top_k;temperature",
        temperature=0.5,
        top_k=20,
        top_p=0.75,
        min_p=0.0,
        repeat_penalty=1.25,
        repeat_last_n=64,
    )


@pytest.mark.parametrize("value", [f32(math.nan), f32(math.inf), f32(-0.5), text("0.6"), i32(-1)])
def test_sampling_that_makes_no_sense_counts_as_not_said(tmp_path: Path, value: Encoded) -> None:
    assert read_with(tmp_path, general__sampling__temp=value).sampling == SamplingHints()


@pytest.mark.parametrize(
    "changes",
    [
        {"qwen2__context_length": text("2048")},
        {"qwen2__context_length": i32(-1)},
        {"qwen2__context_length": u32(2**32 - 1)},
        {"qwen2__attention__head_count": texts("4")},
        {"tokenizer__ggml__tokens": u32(3)},
        {"tokenizer__ggml__pre": u32(3)},
        {"tokenizer__chat_template": texts("{{ messages }}")},
        {"tokenizer__ggml__add_bos_token": u32(1)},
        {"general__architecture": text("")},
        {"general__alignment": u32(0)},
        {"general__alignment": u32(48)},
    ],
)
def test_values_that_cannot_be_are_refused(tmp_path: Path, changes: dict[str, Encoded]) -> None:
    assert refusal_of(GgufFile(sound_with(**changes)).to_bytes(), tmp_path) == "error.file.broken"


def test_a_header_without_architecture_is_refused(tmp_path: Path) -> None:
    assert refusal_of(GgufFile({"general.name": text("x")}, ()).to_bytes(), tmp_path) == "error.file.broken"


def test_every_type_of_number_can_stand_beside_what_matters(tmp_path: Path) -> None:
    others = {f"other.{number}": Encoded(number, bytes(size)) for number, size in _NUMBER_SIZES.items()}
    lists = {f"list.{number}": array(Encoded(number, bytes(size))) for number, size in _NUMBER_SIZES.items()}
    header = read(tmp_path, GgufFile({**others, **lists, "other.text": text("x"), **SOUND}))
    assert header.context_length == 2048


_NUMBER_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


def test_another_alignment_is_heeded(tmp_path: Path) -> None:
    header = read(tmp_path, GgufFile(sound_with(general__alignment=u32(128)), alignment=128))
    assert header.tensor_count == 2


@pytest.mark.parametrize(
    ("file_type", "tensor_type", "file_name", "quantization"),
    [
        (u32(15), 12, "model.gguf", "Q4_K_M"),
        (u32(15), 12, "model-Q8_0.gguf", "Q4_K_M"),
        (u32(1024 + 7), 12, "model.gguf", "Q8_0"),
        (u32(999), 12, "model.gguf", "Q4_K"),
        (None, 12, "model-q4_k_s.gguf", "Q4_K_S"),
        (None, 12, "model-Q8_0.gguf", "Q4_K"),
        (None, 99, "model.Q5_K_M.gguf", "Q5_K_M"),
        (None, 99, "modelQ5_K_M.gguf", ""),
        (None, 99, "model.gguf", ""),
    ],
)
def test_the_quantization_comes_from_header_tensors_or_name(
    tmp_path: Path, file_type: Encoded | None, tensor_type: int, file_name: str, quantization: str
) -> None:
    values = {key: value for key, value in SOUND.items() if key != "general.file_type"}
    if file_type is not None:
        values["general.file_type"] = file_type
    tensors = (TensorEntry("norm"), TensorEntry("weight", (256, 2), tensor_type, 288))
    assert read(tmp_path, GgufFile(values, tensors), file_name).quantization == quantization


def test_a_tensor_of_a_type_newer_than_the_program_is_not_held_against_the_file(tmp_path: Path) -> None:
    newer = TensorEntry("newer", (7,), 200, 64)
    header = read(tmp_path, GgufFile(tensors=(*TENSORS, newer, TensorEntry("last"))))
    assert header.tensor_count == 4
    assert header.parameters == 64 + 7 + 32
    assert header.tensor_bytes == 128 + 64 + 128


def test_a_tensor_may_have_four_dimensions(tmp_path: Path) -> None:
    header = read(tmp_path, GgufFile(tensors=(TensorEntry("experts", (32, 2, 3, 4), 0, 4 * 32 * 24),)))
    assert header.parameters == 32 * 24


def test_a_model_that_says_it_is_one_part_of_one_is_whole(tmp_path: Path) -> None:
    assert read_with(tmp_path, split__count=u16(1), split__no=u16(0)).part_names == ("model.gguf",)
