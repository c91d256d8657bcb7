"""Real model files are recognized from their own headers."""

from pathlib import Path

from models.catalog import Family, identify_model, recognize_family
from models.files import GgufHeader, read_header


def family_of(header: GgufHeader) -> Family:
    return recognize_family(
        tokenizer_pre=header.tokenizer_pre,
        template=header.chat_template,
        basename=header.basename,
        name=header.name,
        architecture=header.architecture,
    )


def test_the_starter_is_smollm2_and_is_known_by_its_metadata_alone(starter_model: Path) -> None:
    header = read_header(starter_model)
    assert family_of(header).id == "smollm2"
    renamed = identify_model(
        "renamed.gguf",
        base_name=header.basename,
        size_label=header.size_label,
        name=header.name,
        quantization=header.quantization,
    )
    assert renamed == "smollm2-135m-instruct:Q4_1"


def test_r1_is_recognized_by_its_tokenizer_and_by_its_template_alone(tiny_r1_model: Path) -> None:
    header = read_header(tiny_r1_model)
    assert header.tokenizer_pre == "deepseek-r1-qwen"
    assert family_of(header).id == "r1"
    assert recognize_family(template=header.chat_template).id == "r1"


def test_random_weights_with_r1s_tokenizer_are_not_taken_for_a_known_model(tiny_r1_model: Path) -> None:
    header = read_header(tiny_r1_model)
    found = identify_model(
        tiny_r1_model.name, size=header.file_bytes, base_name=header.basename, name=header.name, quantization="F16"
    )
    assert found == tiny_r1_model.stem
