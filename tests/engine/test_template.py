"""Chat templates from strangers: real ones work, bombs end in TemplateError."""

import pytest

from models.engine.worker.template import ChatTemplate, TemplateError, TemplateMessage
from tests.engine import bombs

CHAT = (TemplateMessage("user", "Hello"), TemplateMessage("assistant", "Hi"), TemplateMessage("user", "Why?"))
BOMBS = {**bombs.GROWTH, **bombs.ESCAPES, **bombs.SYNTAX}


def test_chatml() -> None:
    source = (
        "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m.content | trim }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    shown = ChatTemplate(source).render(CHAT[:1])
    assert shown == "<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n"


def test_what_transformers_templates_use_is_there() -> None:
    source = (
        "{%- set ns = namespace(last='') -%}{%- for m in messages -%}{%- if loop.index0 % 2 and m.role == 'user' -%}"
        "{{ raise_exception('order') }}{%- endif -%}{%- set ns.last = m.content -%}{%- if loop.last -%}{% break %}"
        "{%- endif -%}{%- endfor -%}{% generation %}{{ bos_token ~ ns.last|tojson }}{% endgeneration %}"
    )
    assert ChatTemplate(source, bos="<s>").render(CHAT) == '<s>"Why?"'


def test_a_refusal_is_the_templates_own_words() -> None:
    with pytest.raises(TemplateError, match="System role not supported"):
        ChatTemplate("{{ raise_exception('System role not supported') }}").render(CHAT)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_no_harm(name: str) -> None:
    try:
        shown = ChatTemplate(BOMBS[name]).render(CHAT)
    except TemplateError:
        return
    assert len(shown) < 8_000_000
    assert name not in bombs.ESCAPES or "class" not in shown


@pytest.mark.parametrize("name", ["endless output", "endless loop without output"])
def test_what_never_ends_is_ended(name: str) -> None:
    with pytest.raises(TemplateError):
        ChatTemplate(bombs.TIME[name]).render(CHAT)
