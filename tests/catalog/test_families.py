"""The families: what their data says, and which files belong to them."""

import json

import pytest

from models.catalog import Family, families, family, recognize_family
from models.catalog.data import decode
from models.catalog.families import FamiliesFile, ThinkingTags
from models.resources import resource

BAR = "\uff5c"  # the full-width bar of DeepSeek's control tokens
R1_TEMPLATE = (
    f"{{{{bos_token}}}}{{{{'<{BAR}User{BAR}>' + message['content']}}}}"
    f"{{% set content = content.split('</think>')[-1] %}}{{{{'<{BAR}Assistant{BAR}>'}}}}"
)
QWEN_TEMPLATE = "{{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.' }}"
SMOLLM_TEMPLATE = "You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>"
CHATML = "{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>'}}"
THINKING_CHATML = CHATML + "{%- if enable_thinking %}<think>\\n{% endif %}{{ content.split('</think>')[-1] }}"


def found(
    pre: str | None = None,
    template: str | None = None,
    basename: str | None = None,
    name: str | None = None,
    architecture: str | None = None,
) -> Family:
    return recognize_family(
        tokenizer_pre=pre, template=template, basename=basename, name=name, architecture=architecture
    )


@pytest.mark.parametrize(
    ("pre", "template", "basename", "name", "architecture", "expected"),
    [
        # R1, by its tokenizer whatever else the file says, by its template, by its name
        ("deepseek-r1-qwen", None, None, None, None, "r1"),
        ("deepseek-r1-qwen", CHATML, "Qwen2.5", "Qwen2.5 7B", "qwen2", "r1"),
        ("deepseek-r1-qwen", R1_TEMPLATE, "DeepSeek-R1-Distill-Qwen", None, "qwen2", "r1"),
        ("llama-bpe", R1_TEMPLATE, "DeepSeek-R1-Distill-Llama", None, "llama", "r1"),
        ("llama-bpe", None, None, "DeepSeek R1 Distill Llama 8B", "llama", "r1"),
        # Qwen2.5, its relatives made from it, and those that only look like it
        ("qwen2", QWEN_TEMPLATE, "Qwen2.5", "Qwen2.5 7B Instruct", "qwen2", "qwen2.5"),
        ("qwen2", QWEN_TEMPLATE, None, "my model", "qwen2", "qwen2.5"),
        ("qwen2", QWEN_TEMPLATE, "Qwen2.5-Coder", None, "qwen2", "qwen2.5"),
        ("qwen2", CHATML, "Qwen2.5-Math", None, "qwen2", "qwen2.5"),
        ("qwen2", CHATML, None, "Qwen2_5 7B", "qwen2", "qwen2.5"),
        ("qwen2", CHATML, "Qwen2", "Qwen2 7B Instruct", "qwen2", "generic"),
        ("qwen2", THINKING_CHATML, "Qwen3", "Qwen3 8B", "qwen3", "generic"),
        ("qwen2", QWEN_TEMPLATE, "Qwen2.5-VL", None, "qwen2vl", "generic"),
        ("qwen2", QWEN_TEMPLATE + THINKING_CHATML, "QwQ", None, "qwen2", "generic"),
        ("llama-bpe", QWEN_TEMPLATE, "Qwen2.5-ish", None, "llama", "generic"),
        # SmolLM2, also a base model without a template
        ("smollm", SMOLLM_TEMPLATE, "smollm2", None, "llama", "smollm2"),
        ("smollm", None, "SmolLM2", None, "llama", "smollm2"),
        ("smollm", CHATML, "SmolLM", None, "llama", "generic"),
        ("llama-bpe", None, "SmolLM2", None, "llama", "generic"),
        # the rest
        ("llama-bpe", CHATML, "Llama-3.2", "Llama 3.2 1B", "llama", "generic"),
        (None, None, None, None, None, "generic"),
    ],
)
def test_a_file_is_recognized(
    pre: str | None,
    template: str | None,
    basename: str | None,
    name: str | None,
    architecture: str | None,
    expected: str,
) -> None:
    assert found(pre, template, basename, name, architecture).id == expected


def test_the_template_is_trusted_more_than_the_name() -> None:
    assert found("qwen2", QWEN_TEMPLATE, "DeepSeek-R1", None, "qwen2").id == "qwen2.5"


def test_a_template_that_can_switch_thinking_off_is_not_r1() -> None:
    hybrid = found("deepseek-v3", R1_TEMPLATE + "{% if enable_thinking %}", "DeepSeek-V3.1", None, "deepseek2")
    assert hybrid.id == "generic"
    assert hybrid.thinking == ThinkingTags(open="<think>", close="</think>")


def test_r1_starts_with_thinking_and_has_no_system_role() -> None:
    r1 = family("r1")
    assert r1.thinking is not None
    assert r1.thinking.forced
    assert r1.thinking.opening == "<think>\n"
    assert not r1.system_role
    assert {"<think>", "</think>", "<tool_call>", "</tool_call>"} <= set(r1.protected_tags)


def test_models_that_do_not_think_have_no_thinking_tags() -> None:
    for family_id in ("qwen2.5", "smollm2", "generic"):
        assert family(family_id).thinking is None
        assert family(family_id).system_role
        assert "<think>" not in family(family_id).protected_tags


@pytest.mark.parametrize(
    ("template", "tags"),
    [
        (THINKING_CHATML, ("<think>", "</think>")),
        ("{{ content.split('</think>')[-1] }}", ("<think>", "</think>")),
        ("{{ '[THINK]' + thoughts + '[/THINK]' }}", ("[THINK]", "[/THINK]")),
        ("{%- set end = '</seed:think>' -%}", ("<seed:think>", "</seed:think>")),
    ],
)
def test_an_unknown_reasoning_model_gets_the_thinking_tags_of_its_template(
    template: str, tags: tuple[str, str]
) -> None:
    generic = found("llama-bpe", template, None, None, "llama")
    assert generic.id == "generic"
    assert generic.thinking is not None
    assert (generic.thinking.open, generic.thinking.close) == tags
    assert not generic.thinking.forced


def test_a_known_model_taught_to_think_gets_thinking_tags_too() -> None:
    taught = found("smollm", THINKING_CHATML, "SmolLM2", None, "llama")
    assert taught.id == "smollm2"
    assert taught.thinking is not None


def test_a_family_is_found_by_its_id_and_may_think() -> None:
    assert family("qwen2.5").id == "qwen2.5"
    assert family("generic", thinks=True).thinking == ThinkingTags(open="<think>", close="</think>")
    assert family("r1", thinks=True) == family("r1")
    with pytest.raises(KeyError):
        family("gpt")


def test_the_authors_settings_are_those_of_the_model_cards() -> None:
    r1, qwen, smollm2 = (family(item).authors for item in ("r1", "qwen2.5", "smollm2"))
    assert r1 is not None
    assert r1.band is not None
    assert (r1.temperature, r1.top_p, r1.band.low, r1.band.high) == (0.6, 0.95, 0.5, 0.7)
    assert qwen is not None
    assert (qwen.temperature, qwen.top_p, qwen.top_k, qwen.repeat_penalty, qwen.band) == (0.7, 0.8, 20, 1.05, None)
    assert smollm2 is not None
    assert (smollm2.temperature, smollm2.top_p) == (0.2, 0.9)
    assert family("generic").authors is None


def test_all_families_are_listed_in_order() -> None:
    assert [item.id for item in families()] == ["r1", "qwen2.5", "smollm2", "generic"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"id": "smollm2"', '"id": "r1"', "family given twice: r1"),
        ('"id": "generic"', '"id": "other"', "no family 'generic'"),
        ('"band": [0.5, 0.7]', '"band": [0.7, 0.8]', "outside their own band"),
        ('"forced": true', '"force": true', "force"),
        ('"temperature": 0.2', '"temperature": 20', r"temperature"),
    ],
)
def test_a_wrong_families_file_is_refused(old: str, new: str, complaint: str) -> None:
    content = resource("families.json").read_text("utf-8")
    assert old in content
    with pytest.raises(ValueError, match=complaint):
        decode(content.replace(old, new).encode(), FamiliesFile, "families.json")


def test_a_families_file_without_thinking_tags_is_refused() -> None:
    content = json.loads(resource("families.json").read_text("utf-8"))
    content["thinking_tags"] = []
    with pytest.raises(ValueError, match="no thinking tags"):
        decode(json.dumps(content).encode(), FamiliesFile, "families.json")
