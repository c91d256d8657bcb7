"""What is shown of a file before it is taken in."""

from pathlib import Path

import pytest

from models.errors import UserError
from models.library import model_facts
from tests.model_library.samples import part_name, write_model, write_parts
from tests.support.gguf_bytes import GgufFile, sound_with, text


def test_a_real_model_is_described(tiny_r1_model: Path) -> None:
    facts = model_facts(tiny_r1_model)
    assert (facts.name, facts.architecture, facts.quantization) == ("R1 tokenizer, random weights", "qwen2", "F16")
    assert (facts.family, facts.template, facts.tokenizer) == ("r1", True, "gpt2 / deepseek-r1-qwen")
    assert (facts.context, facts.layers, facts.vocabulary) == (131_072, 2, 151_936)
    assert (facts.parameters, facts.licence, facts.parts) == (19_522_112, None, (tiny_r1_model,))


def test_the_catalogue_knows_the_name_and_licence_of_a_known_model(starter_model: Path) -> None:
    facts = model_facts(starter_model)
    assert (facts.id, facts.name) == ("smollm2-135m-instruct:Q4_1", "SmolLM2 135M Instruct")
    assert facts.licence == "Apache-2.0"


def test_a_file_without_a_template_says_so(tmp_path: Path) -> None:
    facts = model_facts(write_model(tmp_path / "small.gguf"))
    assert (facts.family, facts.template, facts.licence) == ("generic", False, None)


def test_the_parts_of_a_split_model_are_named_and_summed(tmp_path: Path) -> None:
    facts = model_facts(write_parts(tmp_path))
    assert facts.parts == tuple(tmp_path / part_name(number) for number in (1, 2, 3))
    assert facts.bytes == sum(part.stat().st_size for part in facts.parts)


def test_texts_of_strangers_stay_in_their_line(tmp_path: Path) -> None:
    values = sound_with(
        general__name=text("two\nlines\x1b[31m"),
        general__license=text("x" * 5000),
        tokenizer__ggml__model=text("gp\u202et\n2" + "y" * 5000),
    )
    (tmp_path / "a.gguf").write_bytes(GgufFile(values).to_bytes())
    facts = model_facts(tmp_path / "a.gguf")
    shown = (facts.name, facts.licence or "", facts.tokenizer)
    assert all(line.isprintable() and len(line) <= 200 for line in shown)


def test_a_later_part_leads_to_the_first(tmp_path: Path) -> None:
    write_parts(tmp_path)
    with pytest.raises(UserError) as refused:
        model_facts(tmp_path / part_name(2))
    assert refused.value.text.fields["first"] == part_name(1)
