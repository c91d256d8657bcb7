"""The part of a message that is shown, and the marks in it."""

import pytest

from models.history import History
from tests.history.search.samples import marked, only


def test_short_message_is_shown_whole_on_one_line(history: History, conversation: int) -> None:
    history.messages.ask(conversation, "What  is\n\n梯度消失,\tplease?")
    hit = only(history, "梯度 pl")
    assert hit.snippet == "What is 梯度消失, please?"
    assert hit.marks == ((8, 10), (14, 16))


@pytest.mark.parametrize("around", ["word ", "字"])
def test_long_message_is_cut_around_the_words(history: History, conversation: int, around: str) -> None:
    history.messages.ask(conversation, around * 2_000 + " Needle " + around * 2_000)
    hit = only(history, "needle")
    assert marked(hit) == ["Needle"]
    assert hit.snippet[0] == hit.snippet[-1] == "…"
    assert hit.marks[0][0] < 40
    assert 70 < len(hit.snippet) < 170


def test_stretch_with_most_words_is_shown(history: History, conversation: int) -> None:
    history.messages.ask(conversation, "alpha " + "x " * 300 + "beta alpha gamma " + "x " * 300 + "gamma")
    assert marked(only(history, "alpha beta gamma")) == ["beta", "alpha", "gamma"]


def test_stretch_that_has_all_words_may_come_after_many_that_have_one(history: History, conversation: int) -> None:
    history.messages.ask(conversation, ("alpha " + "x " * 90) * 20 + "gamma " + "x " * 90 + "beta, Alpha")
    assert marked(only(history, "alpha beta")) == ["beta", "Alpha"]


def test_word_of_plain_and_other_characters_is_one(history: History, conversation: int) -> None:
    history.messages.ask(conversation, "see x2ﬁnal_cafe\u0301s温v3 there")
    assert marked(only(history, '"x2final"')) == ["x2ﬁnal"]
    assert marked(only(history, "cafe")) == ["cafe"]
    assert marked(only(history, '"cafes"')) == ["cafe\u0301s"]
    assert marked(only(history, "温v3")) == ["温v3"]


def test_words_spelled_otherwise_are_marked_as_they_stand(history: History, conversation: int) -> None:
    history.messages.ask(conversation, "x " * 500 + "the ＣＡＦÉ, the cafe\u0301 and the Straße")
    assert marked(only(history, "cafe")) == ["ＣＡＦÉ", "cafe"]
    assert marked(only(history, '"strasse"')) == ["Straße"]


def test_words_far_into_a_very_long_message_are_found_and_shown(history: History, conversation: int) -> None:
    text = "".join(f"word{number} " for number in range(40_000))
    question = history.messages.ask(conversation, text)
    while history.search.catch_up(0):
        pass
    for number in (0, 1_800, 20_000, 39_999):
        hit = only(history, f'"word{number}"')
        assert (hit.message, marked(hit)) == (question, [f"word{number}"])
    for cut in range(16_384, len(text), 16_384):
        words = text[cut - 20 : cut + 20].split()[1:-1]
        hit = only(history, f'"{" ".join(words)}"')
        assert marked(hit) == [" ".join(words)]


def test_snippet_has_no_control_characters_and_cuts_no_grapheme(history: History, conversation: int) -> None:
    family = "👩‍👩‍👧‍👦"
    history.messages.ask(conversation, "\x07\u202egnp.exe\u2066 \x1b[31m" + family * 30 + "needle " + family * 100)
    snippet = only(history, "needle").snippet
    assert not set(snippet) & set("\x07\x1b\u202e\u2066")
    assert snippet.strip("…").replace("needle ", "").replace(family, "") == ""


def test_overlapping_words_are_marked_once(history: History, conversation: int) -> None:
    history.messages.ask(conversation, "梯度消失 gradient")
    assert marked(only(history, "梯度消 度消失 gra gradi")) == ["梯度消失", "gradi"]
