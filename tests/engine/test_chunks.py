"""Cutting texts for tokenizers: nothing is lost, nothing is too long, and natural texts are cut where tokens begin."""

from random import Random

import pytest

from models.engine.worker.chunks import LARGEST_CHUNK, LONGEST_RUN, LONGEST_UNBROKEN, chunks
from models.engine.worker.vocabulary import Vocabulary

ENGLISH = "The quick brown fox jumps over the lazy dog.\nIt's 12:30, isn't it?\n\n    if x == 3:\n        return f(x)\n"
CHINESE = "今天天气很好，我们去公园玩吧。明天呢？也许会下雨。\n"
LONG = {
    "english": ENGLISH * 3000,
    "one line": ENGLISH.replace("\n", " ") * 3000,
    "chinese": CHINESE * 10_000,
    "letters": "a" * 200_000,
    "han": "中" * 200_000,
    "spaces": " " * 200_000,
    "lines": "\n" * 200_000,
    "rule": "-" * 200_000,
    "digits": "7" * 200_000,
    "emoji": "😀" * 100_000,
    "thai": "กำ" * 100_000,
    "base64": "QWxhZGRpbjpvcGVuIHNlc2FtZQ+/" * 10_000,
}


@pytest.mark.parametrize("name", LONG)
def test_chunks_make_up_the_text_and_none_is_too_long(name: str) -> None:
    found = list(chunks(LONG[name]))
    assert "".join(found) == LONG[name]
    assert all(0 < len(chunk) <= LARGEST_CHUNK for chunk in found)
    for chunk in found:
        assert max(map(len, chunk.split())) <= LONGEST_UNBROKEN + LONGEST_RUN if chunk.split() else True


def test_random_texts_come_back_whole() -> None:
    chance = Random(5)
    for _ in range(200):
        parts = (chance.choice(" \na9.中é\u0301😀_") * chance.choice((1, 2, 600, 3000)) for _ in range(20))
        text = "".join(parts)
        assert "".join(chunks(text)) == text


def test_short_texts_are_one_chunk_and_no_text_is_none() -> None:
    assert list(chunks(ENGLISH)) == [ENGLISH]
    assert list(chunks("")) == []


@pytest.mark.parametrize("name", ["english", "one line", "chinese"])
def test_natural_texts_give_the_tokens_they_give_in_one_piece(name: str, r1_vocabulary: Vocabulary) -> None:
    text = LONG[name]
    assert len(list(chunks(text))) > 3
    whole = r1_vocabulary._tokens(text.encode(), special=False)
    assert r1_vocabulary.tokenize(text) == whole
