"""Vocabularies that the tests of this folder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine.worker.vocabulary import Vocabulary
from tests.support.sentencepiece_vocabulary import write_sentencepiece_vocabulary
from tests.support.vocabularies import vocabulary_of


@pytest.fixture(scope="module")
def starter_vocabulary(starter_model: Path) -> Iterator[Vocabulary]:
    """The starter's: every byte a token, no user-defined tokens."""
    with vocabulary_of(starter_model) as vocabulary:
        yield vocabulary


@pytest.fixture(scope="module")
def r1_vocabulary(tiny_r1_model: Path) -> Iterator[Vocabulary]:
    """R1's: its thinking and tool tags are user-defined tokens."""
    with vocabulary_of(tiny_r1_model) as vocabulary:
        yield vocabulary


@pytest.fixture(scope="module")
def sentencepiece_vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    """One that puts a space before a text, and whose letters may merge into control tokens."""
    path = write_sentencepiece_vocabulary(tmp_path_factory.mktemp("vocabulary") / "pieces.gguf")
    with vocabulary_of(path) as vocabulary:
        yield vocabulary
