"""What routing learns from: a grammar without gaps, questions with their kinds, and a learner that learns."""

import re
from itertools import islice

from models.routing import Label
from tools.routing.examples import Example, written
from tools.routing.grammar import generated
from tools.routing.judging import figures, judged
from tools.routing.learn import features_of, learn, tabulate

SLOT = re.compile(r"\{[a-z]+_(?:en|zh)\}|\{(?:code|error|fence|proglang|[nmk])\}")


def test_no_slot_stays_empty_and_every_kind_has_questions() -> None:
    found = list(generated(1))
    assert [example.text for example in found if SLOT.search(example.text)] == []
    assert {example.label for example in found} == set(Label)
    assert {example.language for example in found} == {"zh", "en", "mixed"}


def test_the_grammar_gives_the_same_questions_again() -> None:
    assert list(islice(generated(2), 500)) == list(islice(generated(2), 500))


def test_children_of_a_template_are_of_one_group() -> None:
    kinds: dict[str, Label] = {}
    for example in generated(2):
        assert kinds.setdefault(example.group, example.label) == example.label


def test_written_questions_are_of_three_languages_and_differ() -> None:
    found = list(written())
    assert len(found) > 1000
    assert {example.language for example in found} == {"zh", "en", "mixed"}
    assert len({example.text for example in found}) >= len(found) - 5


def test_a_model_learns_what_it_is_shown() -> None:
    pairs = {"water the plants": Label.CHAT, "浇花": Label.CHAT, "sort a list": Label.CODE, "排序列表": Label.CODE}
    examples = [Example(text, label, "en", "hand", text) for text, label in pairs.items()]
    features = [features_of(example.text) for example in examples]
    outcomes = judged(learn(tabulate(features, examples, [1.0] * len(examples))), examples, features)
    assert figures(outcomes).right == 1
