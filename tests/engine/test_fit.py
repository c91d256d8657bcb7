"""Conversations that outgrow the context: what goes, how often, and what is said."""

import pytest

from models.engine import ChatMessage, Role
from models.engine.worker.fit import fitting_prompt
from models.engine.worker.prompt import PromptBuilder, PromptRules
from models.engine.worker.template import CHATML, ChatTemplate
from models.engine.worker.vocabulary import Vocabulary
from models.errors import UserError
from tests.support.vocabularies import text_of

CONTEXT = 1024


@pytest.fixture
def prompts(r1_vocabulary: Vocabulary) -> PromptBuilder:
    return PromptBuilder(ChatTemplate(CHATML), r1_vocabulary, PromptRules())


def conversation(exchanges: int, *, instructions: bool = True) -> list[ChatMessage]:
    """Return a conversation of some 60 tokens an exchange, with a last question."""
    messages = [ChatMessage(Role.SYSTEM, "Be kind.")] if instructions else []
    for number in range(exchanges):
        messages.append(ChatMessage(Role.USER, f"Question {number}: " + "why " * 20))
        messages.append(ChatMessage(Role.ASSISTANT, f"Answer {number}: " + "so " * 20))
    return [*messages, ChatMessage(Role.USER, "The last question.")]


def test_what_fits_is_left_as_it_is(prompts: PromptBuilder) -> None:
    fitting = fitting_prompt(prompts, conversation(8), context=CONTEXT, answer=2048)
    assert fitting.dropped == 0
    assert fitting.prompt == prompts.build(conversation(8))


@pytest.mark.parametrize("instructions", [True, False])
def test_the_oldest_exchanges_go_whole_and_the_instructions_stay(
    prompts: PromptBuilder,
    r1_vocabulary: Vocabulary,
    instructions: bool,  # noqa: FBT001
) -> None:
    messages = conversation(60, instructions=instructions)
    fitting = fitting_prompt(prompts, messages, context=CONTEXT, answer=2048)
    shown = text_of(r1_vocabulary, fitting.prompt.tokens)
    assert fitting.dropped > 0
    assert fitting.dropped % 2 == 0
    assert CONTEXT // 2 < len(fitting.prompt.tokens) <= CONTEXT - CONTEXT // 8
    assert ("Be kind." in shown) == instructions
    assert "Question 59:" in shown
    assert "The last question." in shown
    assert "Question 0:" not in shown
    first = 60 - shown.count("Question")
    assert f"Question {first}:" in shown
    assert fitting.dropped == 2 * first


def test_the_beginning_changes_rarely_while_a_conversation_grows(prompts: PromptBuilder) -> None:
    cuts = [fitting_prompt(prompts, conversation(count), context=CONTEXT, answer=2048).dropped for count in range(80)]
    assert cuts == sorted(cuts)
    exchanges_in_a_quarter = CONTEXT // 4 / 60
    assert len(set(cuts)) <= 80 / exchanges_in_a_quarter + 2


def test_a_short_answer_needs_little_room(prompts: PromptBuilder) -> None:
    messages = conversation(13)
    length = len(prompts.build(messages).tokens)
    assert fitting_prompt(prompts, messages, context=length + 20, answer=20).dropped == 0
    assert fitting_prompt(prompts, messages, context=length + 20, answer=21).dropped > 0


def test_the_last_question_alone_may_fill_the_context(prompts: PromptBuilder) -> None:
    length = len(prompts.build(conversation(0)[-1:]).tokens)
    fitting = fitting_prompt(prompts, conversation(5, instructions=False), context=length + 1, answer=100)
    assert len(fitting.prompt.tokens) == length
    assert fitting.dropped == 10


@pytest.mark.parametrize("exchanges", [0, 5])
def test_a_last_question_that_is_too_long_is_refused(prompts: PromptBuilder, exchanges: int) -> None:
    messages = [*conversation(exchanges)[:-1], ChatMessage(Role.USER, "why " * 2000)]
    with pytest.raises(UserError) as caught:
        fitting_prompt(prompts, messages, context=CONTEXT, answer=10)
    assert caught.value.text.id == "engine.prompt_too_long"
    assert caught.value.text.fields["context"] == CONTEXT
    assert int(caught.value.text.fields["tokens"]) > 2000


def test_instructions_alone_and_odd_beginnings_are_no_problem(prompts: PromptBuilder) -> None:
    assert fitting_prompt(prompts, [ChatMessage(Role.SYSTEM, "Hi")], context=CONTEXT, answer=1).prompt.tokens
    odd = [ChatMessage(Role.ASSISTANT, "so " * 900), *conversation(10, instructions=False)]
    fitting = fitting_prompt(prompts, odd, context=CONTEXT, answer=2048)
    assert fitting.dropped == 1
