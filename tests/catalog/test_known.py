"""The known models: what the catalogue says of them, and recognizing their files."""

import hashlib
from pathlib import Path

import pytest

from models.catalog import Confidence, Role, identify_model, known_model, known_models, mixture, role_of, starters
from models.catalog.data import decode
from models.catalog.known import CatalogFile
from models.resources import resource

STARTER_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def test_the_fixed_models_are_there_with_family_licence_and_size() -> None:
    assert [(item.id, item.family, item.licence, item.parameters) for item in known_models()] == [
        ("smollm2-135m-instruct", "smollm2", "Apache-2.0", 134_515_008),
        ("deepseek-r1-distill-qwen-1.5b", "r1", "MIT", 1_777_088_000),
        ("qwen2.5-0.5b-instruct", "qwen2.5", "Apache-2.0", 630_167_424),
        ("qwen2.5-7b-instruct", "qwen2.5", "Apache-2.0", 7_615_616_512),
    ]


def test_the_demo_is_the_one_file_of_smollm2(starter_model: Path) -> None:
    model = known_model("smollm2-135m-instruct")
    assert model is not None
    (file,) = model.files
    assert (file.name, file.bytes) == (starter_model.name, starter_model.stat().st_size)
    assert file.sha256 == STARTER_SHA256 == hashlib.sha256(starter_model.read_bytes()).hexdigest()
    assert role_of(starter_model) is Role.DEMO


def test_releases_come_with_a_model_that_speaks_chinese_and_may_be_passed_on() -> None:
    model = known_model("qwen2.5-0.5b-instruct")
    assert model is not None
    assert "model.good_at.languages" in model.good_at
    assert model.licence == "Apache-2.0"
    assert [file.role for file in starters()] == [Role.STARTER, Role.DEMO]
    assert starters()[0] in model.files
    assert starters()[0].sha256 is not None


def test_a_model_is_found_by_its_id_with_or_without_quantization() -> None:
    model = known_model("qwen2.5-7b-instruct")
    assert model is not None
    assert known_model("qwen2.5-7b-instruct:Q4_K_M") == model
    assert known_model("Qwen2.5-7B-Instruct") == model
    assert known_model("qwen2.5") is None


def test_no_exact_figure_is_given_that_nobody_is_sure_of() -> None:
    rounded = [file for model in known_models() for file in model.files if file.confidence is Confidence.C]
    assert rounded
    assert all(file.bytes is None and file.sha256 is None for file in rounded)


def test_every_part_of_a_split_model_is_listed() -> None:
    for model in known_models():
        split = [file for file in model.files if file.parts > 1]
        for quantization in {file.quantization for file in split}:
            parts = [file for file in split if file.quantization == quantization]
            assert [file.part for file in parts] == list(range(1, parts[0].parts + 1))
            assert all(f"-{file.part:05}-of-{file.parts:05}.gguf" in file.name for file in parts)


def test_a_file_is_recognized_by_checksum_whatever_its_name() -> None:
    assert identify_model("renamed.gguf", sha256=STARTER_SHA256.upper()) == "smollm2-135m-instruct:Q4_1"


def test_a_file_is_recognized_by_name_and_size_together() -> None:
    name = "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert identify_model(name, size=98_362_432) == "smollm2-135m-instruct:Q4_1"
    assert identify_model(name.lower(), size=98_362_432) == "smollm2-135m-instruct:Q4_1"
    assert identify_model(name, size=98_362_431) == "SmolLM2-135M-Instruct.Q4_1"
    assert identify_model("other.gguf", size=98_362_432) == "other"


@pytest.mark.parametrize(
    ("base_name", "size_label", "name", "expected"),
    [
        ("smollm2", "135M", "Smollm2 135M 8k Lc100K Mix1 Ep2", "smollm2-135m-instruct:Q5_K_S"),
        ("DeepSeek-R1-Distill-Qwen", "1.5B", None, "deepseek-r1-distill-qwen-1.5b:Q5_K_S"),
        (None, None, "DeepSeek R1 Distill Qwen 1.5B", "deepseek-r1-distill-qwen-1.5b:Q5_K_S"),
        ("Qwen2.5", "7B", "Qwen2.5 7B Instruct", "qwen2.5-7b-instruct:Q5_K_S"),
        ("DeepSeek-R1-Distill-Qwen", "7B", "DeepSeek R1 Distill Qwen 7B", "file"),
        ("Qwen2.5", "7B", "Qwen2.5 7B", "file"),
        ("Qwen2.5", "7B", "Qwen2.5 7B Instruct Abliterated", "file"),
        ("smollm2", "360M", None, "file"),
        (None, None, None, "file"),
    ],
)
def test_a_file_is_recognized_by_its_metadata(
    base_name: str | None, size_label: str | None, name: str | None, expected: str
) -> None:
    found = identify_model("file.gguf", base_name=base_name, size_label=size_label, name=name, quantization="Q5_K_S")
    assert found == expected


def test_a_known_model_of_unknown_quantization_has_no_suffix() -> None:
    assert identify_model("x.gguf", name="Qwen2.5 7B Instruct") == "qwen2.5-7b-instruct"


@pytest.mark.parametrize(
    ("file_name", "expected"),
    [("Mein Modell.v2.GGUF", "Mein Modell.v2"), ("模型.gguf", "模型"), ("model.Q4_K", "model.Q4_K")],
)
def test_an_unknown_file_is_called_by_its_stem(file_name: str, expected: str) -> None:
    assert identify_model(file_name, quantization="Q4_K_M") == expected


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"id": "qwen2.5-7b-instruct"', '"id": "smollm2-135m-instruct"', "model given twice"),
        ('"base_names": ["qwen2.5-7b-instruct"]', '"base_names": ["smollm2-135m-instruct"]', "base name given twice"),
        (', "role": "starter"', "", "there are 0 files for the role starter"),
        (', "role": "demo"', ', "role": "starter"', "there are 2 files for the role starter"),
        ("98362432", "0", "bytes"),
        (STARTER_SHA256, STARTER_SHA256[:-1], "sha256"),
        (STARTER_SHA256, "65b8fcd92af6b4fefa935c625d1ac27ea29dcb6ee14589c55a8f115ceaaa1423", "checksum given twice"),
        ('"confidence": "C"', '"confidence": "C", "bytes": 1', "no exact figures"),
        ('"part": 2, "parts": 2', '"part": 3, "parts": 2', "part 3 of 2"),
        ('"hub": "pypi"', '"hub": "ftp"', "hub"),
        ('"licence"', '"license"', "license"),
    ],
)
def test_a_wrong_catalogue_is_refused(old: str, new: str, complaint: str) -> None:
    content = resource("catalog.json").read_text("utf-8")
    assert old in content
    with pytest.raises(ValueError, match=complaint):
        decode(content.replace(old, new).encode(), CatalogFile, "catalog.json")


@pytest.mark.parametrize("model", [model.id for model in known_models()])
def test_what_the_catalogue_says_of_layers_is_what_its_files_weigh(model: str) -> None:
    """Beside the weights a file holds little: metadata and vocabulary, the same in every quantization."""
    known = known_model(model)
    assert known is not None
    beside = set()
    for file in known.files:
        stored = mixture(file.quantization)
        if file.bytes is None or file.parts > 1 or stored is None:
            continue
        made_of = known.architecture
        weights = sum(made_of.block_bytes(stored)) + made_of.embedding_bytes(stored) + made_of.output_bytes(stored)
        beside.add((file.bytes - weights) // 10_000)
    assert len(beside) == 1
    assert 100 < beside.pop() < 600


def test_the_official_parts_together_weigh_what_the_single_file_does() -> None:
    model = known_model("qwen2.5-7b-instruct")
    assert model is not None
    parts = [file for file in model.files if file.parts == 2 and file.bytes]
    assert sum(file.bytes or 0 for file in parts) - 4_683_074_240 == -608


def test_the_default_is_had_first_and_replaced_files_are_not_had() -> None:
    model = known_model("deepseek-r1-distill-qwen-1.5b")
    assert model is not None
    assert model.quantizations == ("Q4_K_M", "Q4_0", "Q5_K_M", "Q6_K", "Q8_0")
    assert [file.bytes for file in model.files_of("Q4_K_M")] == [1_117_320_800]
    assert model.files_of("Q2_K") == ()


def test_a_split_quantization_is_had_with_all_its_parts_in_order() -> None:
    model = known_model("qwen2.5-7b-instruct")
    assert model is not None
    assert [(file.part, file.parts) for file in model.files_of("Q4_0")] == [(1, 2), (2, 2)]


def test_a_model_without_its_default_is_refused() -> None:
    content = resource("catalog.json").read_bytes().replace(b'"default": "Q4_1"', b'"default": "Q5_1"')
    with pytest.raises(ValueError, match="no file in Q5_1"):
        decode(content, CatalogFile, "catalog.json")


def test_a_mixture_of_types_that_do_not_exist_is_refused() -> None:
    content = resource("catalog.json").read_bytes().replace(b'"output": "Q6_K"', b'"output": "Q6_X"')
    with pytest.raises(ValueError, match="Q6_X"):
        decode(content, CatalogFile, "catalog.json")
