"""Texts that end an answer: found however they are cut, never shown, not looked for in the thinking."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from models.engine import ChatMessage, Role
from models.engine.worker.last_words import last_words
from models.engine.worker.stop_texts import StopTexts
from models.errors import UserError
from models.record import StopReason
from models.sampling import Overflow
from tests.support.engines import collect, loaded_engine, question, sampling


@pytest.mark.parametrize("seed", range(40))
def test_what_is_shown_ends_before_the_first_of_them_however_the_text_comes(seed: int) -> None:
    random = Random(seed)
    text = "".join(random.choices("abc", k=60))
    wanted = ["".join(random.choices("abc", k=random.randint(1, 5))) for _ in range(random.randint(1, 3))]
    reader, shown, rest = StopTexts(wanted), "", text
    while rest and not reader.found:
        count = random.randint(1, 4)
        shown += reader.feed(rest[:count])
        rest = rest[count:]
    if not reader.found:
        shown += reader.release()
    places = [place for place in map(text.find, wanted) if place >= 0]
    assert reader.found == bool(places)
    # Where two of them overlap, the one that is complete first ends the answer.
    assert text.startswith(shown)
    assert not any(one in shown for one in wanted)
    assert len(shown) >= min(places, default=len(text))


def test_nothing_is_shown_after_a_find_and_nothing_is_held_back_without_texts() -> None:
    reader = StopTexts(["\n\n"])
    assert reader.feed("one\n") == "one"
    assert reader.feed("two\n\nthree") == "\ntwo"
    assert (reader.feed("four"), reader.release(), reader.found) == ("", "", True)
    assert StopTexts([]).feed("one\n") == "one\n"


def test_an_answer_ends_before_its_stop_text_and_says_so(starter_model: Path) -> None:
    greedy = replace(sampling(max_tokens=40), temperature=0.0)
    with loaded_engine(starter_model) as engine:
        whole = collect(engine.generate(question("Tell me about the sea."), greedy))
        cut = collect(engine.generate(question("Tell me about the sea."), replace(greedy, stop=("never", " is "))))
        assert " is " in whole.answer
        assert cut.answer == whole.answer.partition(" is ")[0]
        assert cut.done.stats.stop_reason is StopReason.STOP_TEXT
        assert cut.done.stats.answer_tokens < whole.done.stats.answer_tokens


def test_the_thinking_is_not_ended_by_a_stop_text(tiny_r1_model: Path) -> None:
    settings = sampling(max_tokens=30, max_thinking_tokens=20, stop=("e", "a", "o", "的", "t"))
    with loaded_engine(tiny_r1_model) as engine:
        answered = collect(engine.generate(question("Why?"), settings))
    assert answered.done.stats.thinking_tokens == 20
    assert "e" in answered.thinking
    assert answered.done.stats.stop_reason is StopReason.STOP_TEXT


def test_a_part_of_a_character_is_refused_in_one_sentence(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        with pytest.raises(UserError) as caught:
            list(engine.generate(question("Hi."), sampling(stop=("\udce4",))))
        assert caught.value.text.id == "engine.bad_stop"
        assert collect(engine.generate(question("Hi."), sampling())).answer


def test_a_full_context_stops_the_conversation_where_nothing_may_be_left_out(starter_model: Path) -> None:
    thread = tuple(ChatMessage(role, "so it is and " * 20) for _ in range(9) for role in (Role.USER, Role.ASSISTANT))
    with loaded_engine(starter_model) as engine:
        stopping = replace(sampling(max_tokens=4), overflow=Overflow.STOP)
        with pytest.raises(UserError) as caught:
            list(engine.generate((*thread, *question("And?")), stopping))
        assert caught.value.text.id == "engine.context_used_up"
        assert caught.value.text.fields["context"] == 1024
        dropping = collect(engine.generate((*thread, *question("And?")), sampling(max_tokens=4)))
        assert dropping.done.stats.dropped_messages > 0
        nearly = (*thread[:10], *question("And?"))
        ended = collect(engine.generate(nearly, replace(stopping, max_tokens=900)))
        assert ended.done.stats.dropped_messages == 0
        with pytest.raises(UserError) as caught:
            list(engine.generate(question("word " * 2000), stopping))
        assert caught.value.text.id == "engine.prompt_too_long"


@pytest.mark.parametrize(
    ("thinking", "letters"),
    [("Let me see: 1 + 1", "final answer"), ("让我想想，x = 2 是 prime", "最终答案"), ("", "final")],
)
def test_the_last_words_are_in_the_language_of_the_thinking(thinking: str, letters: str) -> None:
    assert letters in last_words(thinking)


def test_thinking_that_is_cut_ends_with_its_last_words(tiny_r1_model: Path) -> None:
    with loaded_engine(tiny_r1_model) as engine:
        cut = collect(engine.generate(question("Why?"), sampling(max_thinking_tokens=9)))
        none = collect(engine.generate(question("Why?"), sampling(max_thinking_tokens=0)))
    assert cut.thinking.endswith((last_words(""), last_words("想")))
    assert none.thinking == ""
