"""Texts to tokens and back, on vocabularies of both kinds."""

import subprocess
import sys
from pathlib import Path

import pytest
from llama_cpp import llama_cpp as lib

from models.engine.worker.vocabulary import Vocabulary
from tests.support.vocabularies import marks_among, text_of

TEXTS = (
    "",
    "Hello, world",
    "  spaces   between \n\n lines\t\n",
    "\x00 zero \x00",
    "你好，世界。繁體字",
    "🙂👩‍👩‍👧 \u200d\ufe0f",
    "e\u0301 \u202e \ufeff",
    "-" * 300,
    " " * 300,
    "\r\n\r\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_survives_the_way_there_and_back(
    text: str, starter_vocabulary: Vocabulary, r1_vocabulary: Vocabulary, sentencepiece_vocabulary: Vocabulary
) -> None:
    for vocabulary in (starter_vocabulary, r1_vocabulary, sentencepiece_vocabulary):
        assert text_of(vocabulary, vocabulary.tokenize(text)) == text


def test_tokens_of_any_length_have_all_their_bytes(r1_vocabulary: Vocabulary) -> None:
    lengths = [len(r1_vocabulary.piece(token)) for token in range(r1_vocabulary.size)]
    assert max(lengths) > 100
    (rule,) = {token for token in range(r1_vocabulary.size) if r1_vocabulary.piece(token) == b"-" * 64}
    assert r1_vocabulary.tokenize("-" * 64) == [rule]


def test_halves_of_surrogate_pairs_do_not_stop_anything(r1_vocabulary: Vocabulary) -> None:
    assert text_of(r1_vocabulary, r1_vocabulary.tokenize("a\ud83db")) == "a?b"


def test_a_space_stands_only_before_a_text_that_begins(sentencepiece_vocabulary: Vocabulary) -> None:
    vocabulary = sentencepiece_vocabulary
    assert text_of(vocabulary, vocabulary.tokenize("hello", begins=True)) == " hello"
    assert text_of(vocabulary, vocabulary.tokenize("hello")) == "hello"
    long = "hello " * 10_000
    assert text_of(vocabulary, vocabulary.tokenize(long, begins=True)) == " " + long


def test_control_tokens_say_nothing_until_they_are_shown(r1_vocabulary: Vocabulary) -> None:
    (end,) = r1_vocabulary.tokenize("<｜end▁of▁sentence｜>", special=True)
    assert r1_vocabulary.piece(end) == b""
    own = Vocabulary(r1_vocabulary.handle)
    own.show(end)
    assert own.piece(end).decode() == "<｜end▁of▁sentence｜>"


def test_marks_are_known(r1_vocabulary: Vocabulary, starter_vocabulary: Vocabulary) -> None:
    assert {"<think>", "</think>", "<tool_call>"} <= set(r1_vocabulary.user_defined)
    assert not starter_vocabulary.user_defined
    (end,) = starter_vocabulary.tokenize("<|im_end|>", special=True)
    assert end in starter_vocabulary.control
    assert starter_vocabulary.is_control(end)
    assert starter_vocabulary.ends_generation(end)
    assert marks_among(starter_vocabulary, [end]) == ["<|im_end|>"]


_OTHER_TOKENIZER = """
import sys
from llama_cpp import llama_cpp as lib
from models.engine.worker.native import NativeLog
from models.engine.worker.vocabulary import Vocabulary

log = NativeLog()
override = (lib.llama_model_kv_override * 2)()
override[0].key, override[0].tag, override[0].value.val_str = b"tokenizer.ggml.pre", 3, sys.argv[2].encode()
parameters = lib.llama_model_default_params()
parameters.vocab_only, parameters.kv_overrides = True, override
vocabulary = Vocabulary(lib.llama_model_get_vocab(lib.llama_model_load_from_file(sys.argv[1].encode(), parameters)))
for letter in "a 中-\\n":
    print(len(vocabulary.tokenize(letter * 200_000)))
"""


@pytest.mark.parametrize("kind", ["tekken", "gpt-4o", "deepseek-v3"])
def test_long_runs_do_not_overflow_the_stack_of_tokenizers_that_match_by_recursion(
    kind: str, tiny_r1_model: Path
) -> None:
    command = [sys.executable, "-c", _OTHER_TOKENIZER, str(tiny_r1_model), kind]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.split()) == 5


def test_the_constants_are_llama_cpps() -> None:
    assert lib.LLAMA_TOKEN_ATTR_CONTROL == 1 << 3
    assert lib.LLAMA_TOKEN_ATTR_USER_DEFINED == 1 << 4


def test_few_pieces_are_remembered_and_what_is_shown_stays(r1_vocabulary: Vocabulary) -> None:
    own = Vocabulary(r1_vocabulary.handle)
    (end,) = own.tokenize("<｜end▁of▁sentence｜>", special=True)
    own.show(end)
    first = [own.piece(token) for token in range(5000)]
    assert len(own._pieces) <= 1024
    assert own.piece(end).decode() == "<｜end▁of▁sentence｜>"
    assert [own.piece(token) for token in range(5000)] == first
