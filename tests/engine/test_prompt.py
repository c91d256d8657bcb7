"""From messages to tokens: the template's marks stand where the template puts them, and contents arrive as written."""

from collections.abc import Sequence
from random import Random

import pytest

from models.catalog import ThinkingTags
from models.engine import ChatMessage, Role
from models.engine.worker.contents import ContentTokenizer
from models.engine.worker.prompt import PromptBuilder, PromptRules
from models.engine.worker.prompt_state import Interrupted
from models.engine.worker.template import CHATML, ChatTemplate, TemplateError, TemplateMessage
from models.engine.worker.vocabulary import Vocabulary
from tests.engine import templates
from tests.support.vocabularies import marks_among, text_of

TAGS = ThinkingTags("<think>", "</think>")
GUARDED = ("<think>", "</think>", "<tool_call>", "</tool_call>", "[INST]", "<s>", "</s>")
LOOKALIKES = (
    *("<|im_end|>", "<|im_start|>", "<｜Assistant｜>", "<｜User｜>", "<｜end▁of▁sentence｜>", "<|endoftext|>"),
    *GUARDED,
    *("<thi", "nk>", "</", "think>", "<", ">", "|", "｜", "[", "]", "<s", "s>", "\ue000", "\x1f", "▁"),
    *(" ", "\n", "\n\n", "你好", "思考", "a", "B7", "🙂", "é", "\t", "``", "{{ bos_token }}", "{% if %}", "\x00"),
)
USER, ASSISTANT, SYSTEM = Role.USER, Role.ASSISTANT, Role.SYSTEM


def said(role: Role, text: str) -> ChatMessage:
    return ChatMessage(role, text)


def builder(source: str, vocabulary: Vocabulary, rules: PromptRules | None = None) -> PromptBuilder:
    template = ChatTemplate(source, bos=vocabulary.text(vocabulary.bos), eos=vocabulary.text(vocabulary.eos))
    return PromptBuilder(template, vocabulary, rules or PromptRules(guarded=GUARDED))


def expected(source: str, vocabulary: Vocabulary, messages: Sequence[ChatMessage]) -> str:
    template = ChatTemplate(source, bos=vocabulary.text(vocabulary.bos), eos=vocabulary.text(vocabulary.eos))
    return template.render([TemplateMessage(message.role.value, message.content) for message in messages])


def lookalikes(seed: int) -> str:
    chance = Random(seed)
    return "".join(chance.choice(LOOKALIKES) for _ in range(chance.randint(1, 14)))


SOURCES = {
    "chatml": CHATML,
    "llama 2": templates.LLAMA_2,
    "llama 3": templates.LLAMA_3,
    "mistral 3": templates.MISTRAL_3,
    "gemma": templates.GEMMA,
    "qwen 2.5": templates.QWEN_2_5,
    "qwen 3": templates.QWEN_3,
    "r1": templates.R1_WITH_THINK,
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_text_is_what_the_template_makes_of_it(name: str, r1_vocabulary: Vocabulary) -> None:
    messages = [said(USER, " Hello \n"), said(ASSISTANT, " Hi\n"), said(USER, "Why <b>?\n")]
    if name != "gemma":
        messages.insert(0, said(SYSTEM, "\nBe kind. "))
    tokens = builder(SOURCES[name], r1_vocabulary).build(messages).tokens
    shown = expected(SOURCES[name], r1_vocabulary, messages)
    bos = r1_vocabulary.text(r1_vocabulary.bos)
    assert text_of(r1_vocabulary, tokens) == (shown if shown.startswith(bos) else bos + shown)


@pytest.mark.parametrize("name", SOURCES)
def test_lookalikes_stay_plain_text_in_every_template(name: str, r1_vocabulary: Vocabulary) -> None:
    prompts = builder(SOURCES[name], r1_vocabulary)
    plain = marks_among(r1_vocabulary, prompts.build([said(USER, "a"), said(ASSISTANT, "b"), said(USER, "c")]).tokens)
    for seed in range(60):
        contents = [lookalikes(3 * seed + number) for number in range(3)]
        messages = [said(role, text) for role, text in zip((USER, ASSISTANT, USER), contents, strict=True)]
        tokens = prompts.build(messages).tokens
        assert marks_among(r1_vocabulary, tokens) == plain, contents
        shown = text_of(r1_vocabulary, tokens)
        for text in contents:
            assert text.strip() in shown


def test_lookalikes_stay_plain_text_in_a_vocabulary_whose_letters_merge_into_control_tokens(
    sentencepiece_vocabulary: Vocabulary,
) -> None:
    vocabulary = sentencepiece_vocabulary
    assert "</s>" in marks_among(vocabulary, vocabulary.tokenize("x</s>"))
    prompts = builder(templates.MISTRAL_3, vocabulary, PromptRules(guarded=("<think>", "</think>")))
    plain = marks_among(vocabulary, prompts.build([said(USER, "a")]).tokens)
    assert plain == ["<s>", "[INST]", "[/INST]"]
    for seed in range(300):
        text = lookalikes(seed)
        tokens = prompts.build([said(USER, text)]).tokens
        assert marks_among(vocabulary, tokens) == plain, text
        assert text.replace("▁", " ") in text_of(vocabulary, tokens)  # it spells spaces so


def test_overlapping_and_nested_tags_are_all_taken_apart(r1_vocabulary: Vocabulary) -> None:
    contents = ContentTokenizer(r1_vocabulary, (*GUARDED, "<<think>", "k><think>"), stopped=lambda: False)
    for text in ("<<think>", "<think><think>", "<think></think><think>", "<thi<think>nk>", "k><think>nk>"):
        tokens = list(contents.tokens(text))
        assert marks_among(r1_vocabulary, tokens) == []
        assert text_of(r1_vocabulary, tokens) == text


def test_harmless_user_defined_tokens_are_left_whole(r1_vocabulary: Vocabulary) -> None:
    contents = ContentTokenizer(r1_vocabulary, ("<think>",), stopped=lambda: False)
    tokens = list(contents.tokens("a <think> b <tool_call> c"))
    assert marks_among(r1_vocabulary, tokens) == ["<tool_call>"]


def test_the_tokens_of_words_begin_with_their_space(sentencepiece_vocabulary: Vocabulary) -> None:
    tokens = builder(templates.LLAMA_2, sentencepiece_vocabulary).build([said(USER, "hello")]).tokens
    assert sentencepiece_vocabulary.tokenize(" hello") == [
        token for token in tokens if "hello" in sentencepiece_vocabulary.text(token)
    ]


@pytest.mark.parametrize(("edge", "kept"), [("", True), ("|trim", False), (".strip()", False)])
def test_a_template_that_trims_trims_the_content(edge: str, kept: bool, r1_vocabulary: Vocabulary) -> None:  # noqa: FBT001
    source = "[{% for m in messages %}{{ m.content" + edge + " }}{% endfor %}]"
    shown = text_of(r1_vocabulary, builder(source, r1_vocabulary).build([said(USER, " \n x \t")]).tokens)
    assert shown.endswith("[ \n x \t]" if kept else "[x]")


def test_a_template_that_trims_one_side_trims_that_side(r1_vocabulary: Vocabulary) -> None:
    source = "[{% for m in messages %}{{ m.content.lstrip() }}{% endfor %}]"
    assert text_of(r1_vocabulary, builder(source, r1_vocabulary).build([said(USER, " x ")]).tokens).endswith("[x ]")


def test_spaces_of_the_template_are_not_taken_for_the_contents(r1_vocabulary: Vocabulary) -> None:
    source = "[{% for m in messages %} {{ m.content|trim }} {% endfor %}]"
    assert text_of(r1_vocabulary, builder(source, r1_vocabulary).build([said(USER, " x ")]).tokens).endswith("[ x ]")


@pytest.mark.parametrize(
    "source",
    [
        "nothing of the messages",
        "{% for m in messages %}{{ m.content }}{{ m.content }}{% endfor %}",
        "{% for m in messages %}{{ m.content|upper }}{% endfor %}",
        "{% for m in messages %}{{ m.content[:9] }}{% endfor %}",
    ],
)
def test_a_template_that_does_not_show_each_message_once_is_refused(source: str, r1_vocabulary: Vocabulary) -> None:
    with pytest.raises(TemplateError, match="shows a message"):
        builder(source, r1_vocabulary)


@pytest.mark.parametrize(
    "source",
    [templates.GEMMA, "{% for m in messages %}{% if m.role != 'system' %}{{ m.content }}{% endif %}{% endfor %}"],
)
def test_instructions_join_the_users_turn_where_the_template_has_no_place_for_them(
    source: str, r1_vocabulary: Vocabulary
) -> None:
    tokens = builder(source, r1_vocabulary).build([said(SYSTEM, "Be kind."), said(USER, "Why?")]).tokens
    assert "Be kind.\n\nWhy?" in text_of(r1_vocabulary, tokens)


def test_instructions_join_the_users_turn_where_the_family_wants_it(r1_vocabulary: Vocabulary) -> None:
    prompts = builder(
        templates.R1_WITH_THINK, r1_vocabulary, PromptRules(tags=TAGS, system_role=False, guarded=GUARDED)
    )
    shown = text_of(r1_vocabulary, prompts.build([said(SYSTEM, "Be kind."), said(USER, "Why?")]).tokens)
    assert shown.endswith("<｜User｜>Be kind.\n\nWhy?<｜Assistant｜><think>\n")


def test_neighbours_of_one_role_become_one_turn(r1_vocabulary: Vocabulary) -> None:
    messages = [
        said(USER, "One."),
        said(USER, "Two."),
        said(ASSISTANT, "A."),
        said(ASSISTANT, "B."),
        said(USER, "Three."),
    ]
    shown = text_of(r1_vocabulary, builder(templates.GEMMA, r1_vocabulary).build(messages).tokens)
    assert "user\nOne.\n\nTwo.<end_of_turn>" in shown
    assert "model\nA.\n\nB.<end_of_turn>" in shown


@pytest.mark.parametrize("source", [templates.R1_WITH_THINK, templates.R1_WITH_THINK.replace("<think>\\n", ""), CHATML])
def test_thinking_is_opened_exactly_once(source: str, r1_vocabulary: Vocabulary) -> None:
    rules = PromptRules(tags=TAGS, force_thinking=True, system_role=False, guarded=GUARDED)
    built = builder(source, r1_vocabulary, rules).build([said(USER, "Why <think>?")])
    assert built.thinking_opened
    assert text_of(r1_vocabulary, built.tokens).endswith("<think>\n")
    assert marks_among(r1_vocabulary, built.tokens).count("<think>") == 1


def test_thinking_is_left_to_the_model_where_it_is_not_forced(r1_vocabulary: Vocabulary) -> None:
    rules = PromptRules(tags=TAGS, guarded=GUARDED)
    assert not builder(CHATML, r1_vocabulary, rules).build([said(USER, "Why?")]).thinking_opened
    assert builder(templates.R1_WITH_THINK, r1_vocabulary, rules).build([said(USER, "Why?")]).thinking_opened


def test_a_text_begins_with_one_mark_of_its_beginning(
    r1_vocabulary: Vocabulary, starter_vocabulary: Vocabulary
) -> None:
    bos = r1_vocabulary.text(r1_vocabulary.bos)
    for source in (CHATML, templates.R1_WITH_THINK):
        tokens = builder(source, r1_vocabulary).build([said(USER, "Why?")]).tokens
        assert marks_among(r1_vocabulary, tokens).count(bos) == 1
        assert tokens[0] == r1_vocabulary.bos
    assert not starter_vocabulary.adds_bos
    assert text_of(starter_vocabulary, builder(CHATML, starter_vocabulary).build([said(USER, "a")]).tokens).startswith(
        "<|im_start|>user"
    )


def test_a_known_content_is_not_tokenized_again(r1_vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = builder(CHATML, r1_vocabulary)
    old = said(USER, "An old question. " * 50)
    first = prompts.build([old]).tokens
    seen: list[str] = []
    original = Vocabulary.tokenize_chunk

    def noting(vocabulary: Vocabulary, chunk: str, *, special: bool = False, begins: bool = False) -> list[int]:
        seen.append(chunk)
        return original(vocabulary, chunk, special=special, begins=begins)

    monkeypatch.setattr(Vocabulary, "tokenize_chunk", noting)
    assert prompts.build([old]).tokens == first
    assert seen
    assert not [chunk for chunk in seen if "old question" in chunk]
    assert prompts.length(old) == len(r1_vocabulary.tokenize(old.content))


def test_a_long_content_can_be_stopped(r1_vocabulary: Vocabulary) -> None:
    template = ChatTemplate(CHATML)
    stopped = False
    prompts = PromptBuilder(template, r1_vocabulary, PromptRules(), stopped=lambda: stopped)
    stopped = True
    with pytest.raises(Interrupted):
        prompts.build([said(USER, "word " * 100_000)])
