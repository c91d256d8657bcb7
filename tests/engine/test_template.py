"""Rendering the chat templates of the families in use."""

from datetime import datetime
from pathlib import Path

import pytest

from models.engine.worker.template import CHATML, ChatTemplate, TemplateError, TemplateMessage, chat
from models.files import read_header
from tests.engine import templates

HELLO = TemplateMessage("user", " Hello \n")
ANSWER = TemplateMessage("assistant", " Hi ")
AGAIN = TemplateMessage("user", "Why?")
SYSTEM = TemplateMessage("system", "Be kind.")


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the amount of work decide what is a bomb, and not how busy the machine is."""
    monkeypatch.setattr(chat, "LONGEST", 60.0)


def render(source: str, *messages: TemplateMessage) -> str:
    return ChatTemplate(source, bos="<s>", eos="</s>").render(messages)


def test_chatml() -> None:
    assert render(CHATML, SYSTEM, AGAIN) == (
        "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n"
    )


def test_without_a_prompt_for_the_answer() -> None:
    shown = ChatTemplate(CHATML).render([AGAIN], add_generation_prompt=False)
    assert shown == "<|im_start|>user\nWhy?<|im_end|>\n"


def test_a_default_for_the_instructions() -> None:
    assert render(templates.CHATML_WITH_DEFAULT, AGAIN).startswith("<|im_start|>system\nYou are kind.<|im_end|>\n<|im")
    assert render(templates.CHATML_WITH_DEFAULT, SYSTEM, AGAIN).startswith("<|im_start|>system\nBe kind.<|im_end|>\n<|")


def test_llama_2_trims_and_puts_the_instructions_into_the_first_turn() -> None:
    shown = render(templates.LLAMA_2, SYSTEM, HELLO, ANSWER, AGAIN)
    assert shown == "<s>[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\n Hello [/INST] Hi </s><s>[INST] Why? [/INST]"
    with pytest.raises(TemplateError, match="must alternate"):
        render(templates.LLAMA_2, AGAIN, AGAIN)


def test_llama_3_knows_the_date_and_no_tools() -> None:
    shown = render(templates.LLAMA_3, SYSTEM, HELLO)
    date = len(datetime.now().astimezone().strftime("%d %b %Y"))
    assert shown == (
        f"<s><|start_header_id|>system<|end_header_id|>\n\nToday Date: {date}\n\nBe kind.<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nHello<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
    )


def test_mistral_puts_the_instructions_into_the_last_turn() -> None:
    shown = render(templates.MISTRAL_3, SYSTEM, HELLO, ANSWER, AGAIN)
    assert shown == "<s>[INST]  Hello \n[/INST] Hi</s>[INST] Be kind.\n\nWhy?[/INST]"


def test_gemma_refuses_instructions_in_its_own_words() -> None:
    assert render(templates.GEMMA, HELLO).endswith("<start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\n")
    with pytest.raises(TemplateError, match="System role not supported"):
        render(templates.GEMMA, SYSTEM, HELLO)


def test_qwen_2_5_without_tools() -> None:
    shown = render(templates.QWEN_2_5, AGAIN)
    assert shown == (
        "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_qwen_3_with_thinking_left_on() -> None:
    shown = render(templates.QWEN_3, SYSTEM, HELLO, ANSWER, AGAIN)
    assert shown.endswith(
        "<|im_start|>assistant\n Hi <|im_end|>\n<|im_start|>user\nWhy?<|im_end|>\n<|im_start|>assistant\n"
    )


def test_r1_ends_with_an_open_tag() -> None:
    shown = render(templates.R1_WITH_THINK, SYSTEM, AGAIN)
    assert shown == "<s>Be kind.<｜User｜>Why?<｜Assistant｜><think>\n"


def test_macros_loop_controls_the_generation_tag_and_formatting() -> None:
    shown = render(templates.MACROS, AGAIN, ANSWER)
    assert shown == "1,2,3,X=1!;User: Why?\nAssistant:  Hi \na-007bx, yb"


def test_the_templates_of_the_test_models(starter_model: Path, tiny_r1_model: Path) -> None:
    for path in (starter_model, tiny_r1_model):
        source = read_header(path).chat_template
        assert source
        assert "Why?" in render(source, SYSTEM, HELLO, ANSWER, AGAIN)


@pytest.mark.parametrize("source", [templates.LLAMA_3, templates.QWEN_3, templates.MISTRAL_3, CHATML])
def test_a_very_long_conversation_is_rendered(source: str) -> None:
    messages = [SYSTEM, *[message for _ in range(1000) for message in (HELLO, ANSWER)], AGAIN]
    assert render(source, *messages).count("Hi") == 1000


def test_growing_lists_and_texts_of_a_long_conversation_are_no_bombs() -> None:
    source = (
        "{% set ns = namespace(kept=[], text='') %}{% for message in messages %}{% set ns.kept = ns.kept + [message] %}"
        "{% set ns.text = ns.text ~ message.role %}{% endfor %}{{ ns.kept|length }} {{ ns.text|length }}"
    )
    assert render(source, *[AGAIN] * 1000) == "1000 4000"


def test_json_is_written_as_transformers_does() -> None:
    shown = render("{{ {'b': '<é>', 'a': [1, none, true]}|tojson }} {{ {'a': 1}|tojson(indent=2) }}", AGAIN)
    assert shown == '{"b": "<é>", "a": [1, null, true]} {\n  "a": 1\n}'


def test_each_rendering_has_the_whole_budget() -> None:
    template = ChatTemplate("{% for i in range(100) %}{% set x = 'x' * 400000 %}{% endfor %}done")
    assert {template.render([AGAIN]) for _ in range(5)} == {"done"}
